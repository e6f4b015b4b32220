// Streams and events of the simulated driver. A stream does its work when somebody waits for it, and not before.
#include "simulated_driver.h"

#include <chrono>

namespace {

constexpr unsigned NON_BLOCKING = 1;    // of streams
constexpr unsigned DISABLE_TIMING = 2;  // of events

double milliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

/** Work is lost once the device is broken, as a real one's is. */
CUresult drainUntil(Stream& stream, const std::function<bool()>& enough) {
  Context& context = *stream.context;
  while (!stream.pending.empty() && !enough()) {
    Operation operation = std::move(stream.pending.front());
    stream.pending.pop_front();
    if (context.broken) continue;
    // A callee may drain this stream further, where it waits for an event on it.
    CUresult result = operation(context);
    if (result && !context.broken) context.broken = result;
  }
  return context.broken;
}

CUresult reach(Recording& recording) {
  if (recording.reached) return CUDA_SUCCESS;
  return drainUntil(*recording.stream, [&] { return recording.reached; });
}

/** Waiting for a stream that is being captured would wait for ever. */
bool breaksCapture(Stream& stream) {
  if (!stream.capturing) return false;
  stream.captureBroken = true;
  refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the stream is being captured");
  return true;
}

CUresult withStream(const char* name, Stream* handle, const std::function<CUresult(Stream&)>& body) {
  return call(name, Needs::Context, [&](Context& context) {
    Stream* stream = streamOf(context, handle);
    return stream ? body(*stream) : CUDA_ERROR_INVALID_HANDLE;
  });
}

CUresult withEvent(const char* name, Event* handle, const std::function<CUresult(Context&, Event&)>& body) {
  return call(name, Needs::Context, [&](Context& context) {
    Event* event = known(driver().events, context, handle, "event");
    return event ? body(context, *event) : CUDA_ERROR_INVALID_HANDLE;
  });
}

}  // namespace

Stream* streamOf(Context& context, Stream* handle) {
  return handle ? known(driver().streams, context, handle, "stream") : &context.defaultStream;
}

CUresult enqueue(Stream& stream, Operation operation) {
  if (stream.capturing) {
    stream.captured.push_back(std::move(operation));
    return CUDA_SUCCESS;
  }
  // The default stream and the blocking ones take turns.
  Context& context = *stream.context;
  if (&stream == &context.defaultStream) {
    if (CUresult error = drainDefault(context)) return error;
  } else if (stream.waitsForDefault) {
    if (CUresult error = drain(context.defaultStream)) return error;
  }
  stream.pending.push_back(std::move(operation));
  return CUDA_SUCCESS;
}

CUresult drain(Stream& stream) {
  return drainUntil(stream, [] { return false; });
}

CUresult drainDefault(Context& context) {
  for (auto& [handle, stream] : driver().streams)
    if (stream->context == &context && stream->waitsForDefault) drain(*stream);
  return drain(context.defaultStream);
}

CUresult drainAll(Context& context) {
  for (auto& [handle, stream] : driver().streams)
    if (stream->context == &context) drain(*stream);
  return drain(context.defaultStream);
}

bool disturbsCapture() {
  constexpr int GLOBAL = 0, RELAXED = 2;
  bool disturbs = false;
  for (auto& [handle, stream] : driver().streams) {
    bool own = stream->capturer == std::this_thread::get_id();
    if (stream->capturing && (stream->captureMode == GLOBAL || (own && stream->captureMode != RELAXED)))
      disturbs = stream->captureBroken = true;
  }
  return disturbs;
}

extern "C" {

EXPORTED CUresult cuStreamCreate(Stream** result, unsigned flags) {
  return call("cuStreamCreate", Needs::Context, [&](Context& context) {
    if (flags > NON_BLOCKING) return refuse(CUDA_ERROR_INVALID_VALUE, "unknown flags %u", flags);
    *result = added(driver().streams, new Stream{&context, flags != NON_BLOCKING});
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuStreamDestroy_v2(Stream* handle) {
  return release("cuStreamDestroy_v2", Needs::Context, [&](Context& context) {
    Stream* stream = known(driver().streams, context, handle, "stream");
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = breaksCapture(*stream) ? CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED : drain(*stream);
    driver().streams.erase(stream);
    return result;
  });
}

EXPORTED CUresult cuStreamSynchronize(Stream* handle) {
  return withStream("cuStreamSynchronize", handle, [](Stream& stream) {
    if (breaksCapture(stream)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    Context& context = *stream.context;
    return &stream == &context.defaultStream ? drainDefault(context) : drain(stream);
  });
}

/** Asking does the work, so that whoever asks in a loop comes to an end. */
EXPORTED CUresult cuStreamQuery(Stream* handle) {
  return withStream("cuStreamQuery", handle, [](Stream& stream) {
    if (breaksCapture(stream)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    if (stream.pending.empty()) return CUDA_SUCCESS;
    CUresult error = drain(stream);
    return error ? error : CUDA_ERROR_NOT_READY;
  });
}

EXPORTED CUresult cuStreamWaitEvent(Stream* handle, Event* awaited, unsigned) {
  return withEvent("cuStreamWaitEvent", awaited, [&](Context& context, Event& event) {
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (breaksCapture(*stream)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;  // events in graphs are not simulated
    if (!event.recording) return CUDA_SUCCESS;                                 // never recorded: nothing to wait for
    return enqueue(*stream, [recording = event.recording](Context&) { return reach(*recording); });
  });
}

EXPORTED CUresult cuEventCreate(Event** result, unsigned flags) {
  return call("cuEventCreate", Needs::Context, [&](Context& context) {
    if (flags > 7) return refuse(CUDA_ERROR_INVALID_VALUE, "unknown flags %u", flags);
    *result = added(driver().events, new Event{&context, !(flags & DISABLE_TIMING), nullptr});
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuEventDestroy_v2(Event* handle) {
  return release("cuEventDestroy_v2", Needs::Context, [&](Context& context) {
    Event* event = known(driver().events, context, handle, "event");
    if (!event) return CUDA_ERROR_INVALID_HANDLE;
    driver().events.erase(event);
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuEventRecord(Event* handle, Stream* on) {
  return withEvent("cuEventRecord", handle, [&](Context& context, Event& event) {
    Stream* stream = streamOf(context, on);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (breaksCapture(*stream)) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    auto recording = event.recording = std::make_shared<Recording>(Recording{stream});
    return enqueue(*stream, [recording](Context&) {
      recording->reached = true;
      recording->milliseconds = milliseconds();
      return CUDA_SUCCESS;
    });
  });
}

EXPORTED CUresult cuEventSynchronize(Event* handle) {
  return withEvent("cuEventSynchronize", handle,
                   [](Context&, Event& event) { return event.recording ? reach(*event.recording) : CUDA_SUCCESS; });
}

EXPORTED CUresult cuEventQuery(Event* handle) {
  return withEvent("cuEventQuery", handle, [](Context&, Event& event) {
    if (!event.recording || event.recording->reached) return CUDA_SUCCESS;
    CUresult error = reach(*event.recording);
    return error ? error : CUDA_ERROR_NOT_READY;
  });
}

EXPORTED CUresult cuEventElapsedTime(float* result, Event* from, Event* to) {
  return call("cuEventElapsedTime", Needs::Context, [&](Context& context) {
    if (!known(driver().events, context, from, "event") || !known(driver().events, context, to, "event"))
      return CUDA_ERROR_INVALID_HANDLE;
    for (Event* event : {from, to}) {
      if (!event->timed) return refuse(CUDA_ERROR_INVALID_HANDLE, "the event was made without timing");
      if (!event->recording) return refuse(CUDA_ERROR_INVALID_HANDLE, "the event was never recorded");
      if (!event->recording->reached) return CUDA_ERROR_NOT_READY;
    }
    *result = static_cast<float>(to->recording->milliseconds - from->recording->milliseconds);
    return CUDA_SUCCESS;
  });
}

}  // extern "C"
