// Stream capture and graphs of the simulated driver. A graph is the list of what its stream was given: in one stream
// all work is in order, and captures that fork to a second stream are not simulated.
#include "simulated_driver.h"

namespace {

constexpr int RELAXED = 2;  // mode of a capture

CUresult giveBack(const char* name, Handles<Graph>& graphs, Graph* handle, const char* what) {
  return release(name, Needs::Context, [&](Context& context) {
    Graph* graph = known(graphs, context, handle, what);
    if (!graph) return CUDA_ERROR_INVALID_HANDLE;
    graphs.erase(graph);  // launches that still wait keep the operations
    return CUDA_SUCCESS;
  });
}

}  // namespace

extern "C" {

EXPORTED CUresult cuStreamBeginCapture_v2(Stream* handle, int mode) {
  return call("cuStreamBeginCapture_v2", Needs::Context, [&](Context& context) {
    if (mode < 0 || mode > RELAXED) return refuse(CUDA_ERROR_INVALID_VALUE, "unknown mode %d", mode);
    if (!handle) return refuse(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream cannot be captured");
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (stream->capturing) return refuse(CUDA_ERROR_INVALID_VALUE, "the stream is being captured already");
    stream->capturing = true;
    stream->captureBroken = false;
    stream->captureMode = mode;
    stream->capturer = std::this_thread::get_id();
    stream->captured.clear();
    return CUDA_SUCCESS;
  });
}

// Done whatever happens: it ends the capture of a stream that would stay unusable.
EXPORTED CUresult cuStreamEndCapture(Stream* handle, Graph** result) {
  *result = nullptr;
  CUresult ended = release("cuStreamEndCapture", Needs::Context, [&](Context& context) {
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    if (!stream->capturing) return refuse(CUDA_ERROR_INVALID_VALUE, "the stream is not being captured");
    if (stream->captureMode != RELAXED && stream->capturer != std::this_thread::get_id())
      return refuse(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, "another thread began the capture");
    stream->capturing = false;
    auto operations = std::make_shared<const std::vector<Operation>>(std::move(stream->captured));
    stream->captured.clear();
    if (stream->captureBroken) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    *result = added(driver().graphs, new Graph{&context, operations});
    return CUDA_SUCCESS;
  });
  // Who is told that there is no graph cannot be asked to destroy it.
  if (ended && *result) {
    driver().graphs.erase(*result);
    *result = nullptr;
  }
  return ended;
}

EXPORTED CUresult cuStreamIsCapturing(Stream* handle, int* status) {
  return call("cuStreamIsCapturing", Needs::Context, [&](Context& context) {
    Stream* stream = streamOf(context, handle);
    if (!stream) return CUDA_ERROR_INVALID_HANDLE;
    *status = !stream->capturing ? 0 : stream->captureBroken ? 2 : 1;
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuGraphInstantiateWithFlags(Graph** result, Graph* handle, unsigned long long) {
  return call("cuGraphInstantiateWithFlags", Needs::Context, [&](Context& context) {
    Graph* graph = known(driver().graphs, context, handle, "graph");
    if (!graph) return CUDA_ERROR_INVALID_HANDLE;
    *result = added(driver().executables, new Graph(*graph));
    return CUDA_SUCCESS;
  });
}

EXPORTED CUresult cuGraphUpload(Graph* handle, Stream* on) {
  return call("cuGraphUpload", Needs::Context, [&](Context& context) {
    bool fine = known(driver().executables, context, handle, "executable graph") && streamOf(context, on);
    return fine ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
  });
}

EXPORTED CUresult cuGraphLaunch(Graph* handle, Stream* on) {
  return call("cuGraphLaunch", Needs::Context, [&](Context& context) {
    Graph* graph = known(driver().executables, context, handle, "executable graph");
    Stream* stream = streamOf(context, on);
    if (!graph || !stream) return CUDA_ERROR_INVALID_HANDLE;
    return enqueue(*stream, [operations = graph->operations](Context& context) {
      for (const Operation& operation : *operations)
        if (CUresult error = operation(context)) return error;
      return CUDA_SUCCESS;
    });
  });
}

EXPORTED CUresult cuGraphDestroy(Graph* handle) { return giveBack("cuGraphDestroy", driver().graphs, handle, "graph"); }

EXPORTED CUresult cuGraphExecDestroy(Graph* handle) {
  return giveBack("cuGraphExecDestroy", driver().executables, handle, "executable graph");
}

}  // extern "C"
