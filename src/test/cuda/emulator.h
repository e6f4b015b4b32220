// Runs CUDA kernels on the CPU: for tests only. Include this, then an unmodified .cu file; then
//
//     emu::launch(kernel, dim3(blocks), dim3(threads), arguments...);
//
// A block's threads are fibers, run one at a time until they come to a barrier or a warp operation. Under g++'s address and
// undefined-behaviour sanitizers this shows reads and writes out of bounds, misaligned packs and overflow. Of itself it shows
// - barriers and warp operations that some of the threads they need never reach, or reach elsewhere;
// - values in shared memory that no thread of the block wrote: each block finds it full of NaN;
// - barriers that are missing: with the threads run in another order (EMU_ORDER=forward, reverse, shuffled, or emu::order)
//   the results differ. What differs only by luck may need a few shuffles: EMU_SEED, or emu::seed.
//
// Not thread-safe: one launch at a time in a process.
#pragma once

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

// ---- The language. --------------------------------------------------------------------------------------------------

#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __restrict__ __restrict
// Shared memory is this binary's thread-local memory, of which it has no other: so it can be found, and filled.
#define __shared__ static thread_local

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace emu {

// ---- Order. ---------------------------------------------------------------------------------------------------------

enum class Order { FORWARD, REVERSE, SHUFFLED };

inline Order orderFromEnvironment() {
  const char* name = std::getenv("EMU_ORDER");
  if (name == nullptr || std::string(name) == "forward") return Order::FORWARD;
  if (std::string(name) == "reverse") return Order::REVERSE;
  if (std::string(name) == "shuffled") return Order::SHUFFLED;
  std::fprintf(stderr, "EMU_ORDER is forward, reverse or shuffled, not %s\n", name);
  std::exit(2);
}

inline Order order = orderFromEnvironment();
inline unsigned seed = std::getenv("EMU_SEED") ? static_cast<unsigned>(std::atoi(std::getenv("EMU_SEED"))) : 1;

// ---- Threads. -------------------------------------------------------------------------------------------------------

constexpr unsigned WARP_LANES = 32;
// Not a multiple of a page: stacks that begin at the same place in theirs would share a few lines of the caches.
constexpr size_t STACK = (64 << 10) + 5 * 64;

enum class State { READY, AT_BARRIER, IN_WARP_OPERATION, DONE };

/** What can be left and come back to: a thread of the block, or whoever launched it. */
struct Fiber {
  void* stackPointer = nullptr;
#if defined(__SANITIZE_ADDRESS__)
  const void* stackBottom = nullptr;
  size_t stackSize = 0;
  void* fakeStack = nullptr;
#endif
#if !defined(__x86_64__)
  ucontext_t context;
#endif
};

/** A thread of the block: one line of the cache. */
struct alignas(64) Thread : Fiber {
  std::unique_ptr<char[]> stack{new char[STACK]};

  dim3 index;
  unsigned number = 0;
  State state = State::READY;

  unsigned line = 0;  // of the barrier or warp operation it waits in
  unsigned mask = 0;  // the lanes of its warp operation,
  unsigned source = 0;  // the lane it reads from,
  uint64_t given = 0;  // what it gives,
  uint64_t got = 0;  // and what it gets
};

inline dim3 block;
inline dim3 blockSize;
inline dim3 gridSize;
inline unsigned count = 0;  // the threads of a block
inline std::vector<Thread> threads;
inline std::vector<unsigned> inWarpOperation;  // how many of each warp's threads are
inline Thread* current = nullptr;
inline Fiber launcher;
inline void (*body)(void*) = nullptr;  // what a thread runs
inline void* bodyArgument = nullptr;

[[noreturn]] inline void fail(const Thread& thread, const char* fault) {
  std::fprintf(stderr, "emulator: %s (block %u %u %u, thread %u, line %u)\n", fault, block.x, block.y, block.z,
               thread.number, thread.line);
  std::fflush(stderr);
  std::abort();
}

// ---- Switching from one to another. ---------------------------------------------------------------------------------

inline void runThread();

#if defined(__x86_64__)
// System V: what a call must preserve is saved on the stack, and the stack exchanged.
extern "C" void emu_switch(void** saveStackPointer, void* newStackPointer);
__asm__(R"(
.text
.weak emu_switch
.hidden emu_switch
.type emu_switch, @function
emu_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size emu_switch, .-emu_switch
)");

inline void prepare(Thread& thread) {
  auto top = reinterpret_cast<void**>(reinterpret_cast<uintptr_t>(thread.stack.get() + STACK) & ~uintptr_t{15});
  *--top = nullptr;  // a return address for runThread, which never returns; it also sets the alignment of a call
  *--top = reinterpret_cast<void*>(&runThread);
  for (int i = 0; i < 6; i++) *--top = nullptr;
  thread.stackPointer = top;
}
inline void jump(Fiber& from, Fiber& to) { emu_switch(&from.stackPointer, to.stackPointer); }
#else
inline void prepare(Thread& thread) {
  getcontext(&thread.context);
  thread.context.uc_stack.ss_sp = thread.stack.get();
  thread.context.uc_stack.ss_size = STACK;
  thread.context.uc_link = nullptr;
  makecontext(&thread.context, &runThread, 0);
}
inline void jump(Fiber& from, Fiber& to) { swapcontext(&from.context, &to.context); }
#endif

/** Leaves `from`, for ever where it has come to its end, and goes on with `to`. */
inline void switchBetween(Fiber& from, Fiber& to, [[maybe_unused]] bool forEver) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(forEver ? nullptr : &from.fakeStack, to.stackBottom, to.stackSize);
  jump(from, to);
  __sanitizer_finish_switch_fiber(from.fakeStack, nullptr, nullptr);
#else
  jump(from, to);
#endif
}

// ---- Shared memory. -------------------------------------------------------------------------------------------------

inline thread_local char sharedMemory = 0;  // makes sure there is some

/** Fills memory with bytes that make a NaN of a float and of a double, and -1 of an int; reads more than it writes. */
inline void poison(char* memory, size_t bytes) {
  static const std::vector<char> full(4096, '\xff');
  for (size_t at = 0; at < bytes; at += full.size()) {
    const size_t part = std::min(full.size(), bytes - at);
    if (std::memcmp(memory + at, full.data(), part) != 0) std::memset(memory + at, 0xff, part);
  }
}

/** That of all kernels, though few blocks write to much of it: only so is none forgotten. */
inline void poisonSharedMemory() {
  *const_cast<volatile char*>(&sharedMemory) = 0;  // a library's comes into being when first used
  const auto search = [](dl_phdr_info* module, size_t, void* here) {
    uintptr_t bytes = 0;
    bool mine = false;
    for (int i = 0; i < module->dlpi_phnum; i++) {
      const auto& part = module->dlpi_phdr[i];
      const uintptr_t start = module->dlpi_addr + part.p_vaddr;
      if (part.p_type == PT_TLS) bytes = part.p_memsz;
      mine |= part.p_type == PT_LOAD && start <= reinterpret_cast<uintptr_t>(here) &&
              reinterpret_cast<uintptr_t>(here) < start + part.p_memsz;
    }
    if (!mine) return 0;
    poison(static_cast<char*>(module->dlpi_tls_data), bytes);
    return 1;
  };
  static char here;
  if (dl_iterate_phdr(search, &here) == 0) std::abort();
}

// ---- Whose turn it is. ----------------------------------------------------------------------------------------------

/** Nobody can run: either all threads stand at the same barrier, and go on, or there is a fault. */
inline void finishBarrier() {
  const Thread* first = nullptr;
  const Thread* done = nullptr;
  for (unsigned i = 0; i < count; i++) {
    const Thread& thread = threads[i];
    if (thread.state == State::DONE) {
      done = &thread;
      continue;
    }
    if (thread.state == State::IN_WARP_OPERATION) fail(thread, "a warp operation that not all its lanes reach");
    if (first == nullptr) first = &thread;
    if (thread.line != first->line) fail(thread, "threads wait in different __syncthreads");
  }
  if (done != nullptr) fail(*first, "a __syncthreads that not all threads reach");
  for (unsigned i = 0; i < count; i++) threads[i].state = State::READY;
}

/**
 * The order in which a block's threads run. Forward and in reverse, a warp runs as far as it can before the next one does: the
 * farthest apart that warps can come. Shuffled, all of them keep step.
 */
class Turns {
 public:
  void begin() {
    turn.resize(count);
    for (unsigned i = 0; i < count; i++) turn[i] = &threads[i];
    if (order == Order::REVERSE) std::reverse(turn.begin(), turn.end());
    if (order == Order::SHUFFLED) std::shuffle(turn.begin(), turn.end(), std::mt19937(seed + block.x));
    together = order == Order::SHUFFLED ? count : WARP_LANES;
    left = count;
    from = at = 0;
    again = progress = false;
  }

  void oneIsDone() { left--; }

  /** The thread that runs next; null when all are done. */
  Thread* next() {
    while (left > 0) {
      const unsigned end = std::min(from + together, count);
      while (at < end) {
        Thread* const thread = turn[at++];
        if (thread->state != State::READY) continue;
        again = progress = true;
        // Its stack is in the second cache by now, and as a rule the thread behind it is next.
        if (at < count) __builtin_prefetch(turn[at]->stackPointer);
        return thread;
      }
      if (!again) from = end;  // none of these can: the next ones
      if (from >= count) {
        if (!progress) finishBarrier();
        from = 0;
        progress = false;
      }
      at = from;
      again = false;
    }
    return nullptr;
  }

 private:
  std::vector<Thread*> turn;
  unsigned together = 0;
  unsigned left = 0;
  unsigned from = 0;  // the first of those that run together,
  unsigned at = 0;  // and which of them is asked next
  bool again = false;  // one of them ran since the first was asked
  bool progress = false;  // one of all threads ran
};

inline Turns turns;

/** Lets the others run until it is the calling thread's turn again. */
inline void giveWay() {
  Thread& self = *current;
  Thread* const next = turns.next();
  if (next == &self) return;
  current = next;
  switchBetween(self, *next, false);
}

inline void runThread() {
#if defined(__SANITIZE_ADDRESS__)
  const bool fromLauncher = launcher.stackBottom == nullptr;  // the first thread
  __sanitizer_finish_switch_fiber(nullptr, fromLauncher ? &launcher.stackBottom : nullptr,
                                  fromLauncher ? &launcher.stackSize : nullptr);
#endif
  body(bodyArgument);
  Thread& self = *current;
  self.state = State::DONE;
  turns.oneIsDone();
  current = turns.next();
  switchBetween(self, current == nullptr ? launcher : *current, true);
  std::abort();  // nobody resumes a thread that is done
}

// ---- A block. -------------------------------------------------------------------------------------------------------

/** If all lanes that take part in a warp operation of `thread` have come to it: lets them exchange and go on. */
inline void finishWarpOperation(const Thread& thread) {
  const unsigned warp = thread.number / WARP_LANES;
  const unsigned first = warp * WARP_LANES;
  const unsigned lanes = static_cast<unsigned>(__builtin_popcount(thread.mask));
  if (inWarpOperation[warp] < lanes) return;
  for (unsigned lane = 0; lane < WARP_LANES; lane++) {
    if (!(thread.mask >> lane & 1)) continue;
    const Thread& other = threads[first + lane];
    if (other.state != State::IN_WARP_OPERATION || other.mask != thread.mask || other.line != thread.line) return;
  }
  for (unsigned lane = 0; lane < WARP_LANES; lane++) {
    if (!(thread.mask >> lane & 1)) continue;
    Thread& other = threads[first + lane];
    other.got = threads[first + other.source].given;
    other.state = State::READY;
  }
  inWarpOperation[warp] -= lanes;
}

inline void runBlock() {
  count = blockSize.x * blockSize.y * blockSize.z;
  if (threads.size() < count) threads.resize(count);
  for (unsigned i = 0; i < count; i++) {
    Thread& thread = threads[i];
    prepare(thread);
#if defined(__SANITIZE_ADDRESS__)
    thread.stackBottom = thread.stack.get();
    thread.stackSize = STACK;
    thread.fakeStack = nullptr;
#endif
    thread.index = dim3(i % blockSize.x, i / blockSize.x % blockSize.y, i / blockSize.x / blockSize.y);
    thread.number = i;
    thread.state = State::READY;
    thread.line = 0;
  }
  inWarpOperation.assign((count + WARP_LANES - 1) / WARP_LANES, 0);
  poisonSharedMemory();
  turns.begin();
#if defined(__SANITIZE_ADDRESS__)
  launcher.stackBottom = nullptr;
#endif
  current = turns.next();
  switchBetween(launcher, *current, false);
}

/** Runs a grid, its blocks one after another. */
template <typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, dim3 threadsOfBlock, Arguments... arguments) {
  auto call = [&] { kernel(static_cast<Parameters>(arguments)...); };
  body = [](void* argument) { (*static_cast<decltype(call)*>(argument))(); };
  bodyArgument = &call;
  gridSize = grid;
  blockSize = threadsOfBlock;
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        block = dim3(x, y, z);
        runBlock();
      }
    }
  }
  bodyArgument = nullptr;
}

/** The same with the arguments as cuLaunchKernel has them: an array of pointers to them. */
template <typename... Parameters>
void launchWithPointers(void (*kernel)(Parameters...), dim3 grid, dim3 threadsOfBlock, void** arguments) {
  [&]<size_t... I>(std::index_sequence<I...>) {
    launch(kernel, grid, threadsOfBlock, *static_cast<std::remove_const_t<Parameters>*>(arguments[I])...);
  }(std::index_sequence_for<Parameters...>{});
}

// ---- What threads call. ---------------------------------------------------------------------------------------------

inline void synchronize(unsigned line) {
  current->state = State::AT_BARRIER;
  current->line = line;
  giveWay();
}

/** Gives a value to the warp, and returns that of lane `source`. */
template <typename T>
T exchange(unsigned mask, T value, unsigned source, unsigned line) {
  static_assert(sizeof(T) <= sizeof(uint64_t));
  Thread& thread = *current;
  const unsigned warp = thread.number / WARP_LANES;
  thread.line = line;
  if (!(mask >> (thread.number % WARP_LANES) & 1)) fail(thread, "a lane calls with a mask that lacks it");
  if (source >= WARP_LANES || !(mask >> source & 1)) fail(thread, "a shuffle reads from a lane outside its mask");
  const unsigned last = WARP_LANES - 1 - static_cast<unsigned>(__builtin_clz(mask));
  if (warp * WARP_LANES + last >= count) fail(thread, "a mask names a lane that the block lacks");
  std::memcpy(&thread.given, &value, sizeof value);
  thread.mask = mask;
  thread.source = source;
  thread.state = State::IN_WARP_OPERATION;
  inWarpOperation[warp]++;
  finishWarpOperation(thread);
  giveWay();
  std::memcpy(&value, &thread.got, sizeof value);
  return value;
}

}  // namespace emu

#define threadIdx (::emu::current->index)
#define blockIdx (::emu::block)
#define blockDim (::emu::blockSize)
#define gridDim (::emu::gridSize)

inline void __syncthreads(unsigned line = __builtin_LINE()) { emu::synchronize(line); }

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int distance, unsigned line = __builtin_LINE()) {
  const unsigned lane = emu::current->number % emu::WARP_LANES;
  return emu::exchange(mask, value, lane ^ static_cast<unsigned>(distance), line);
}

inline double __dmul_rn(double a, double b) { return a * b; }
inline double __fma_rn(double a, double b, double c) { return std::fma(a, b, c); }
inline double __dsqrt_rn(double x) { return std::sqrt(x); }
