// ioctl, mapped memory and watch for JavaScript. It trusts the kinds of its arguments: `hal/linux/kernel-door.ts` is the only caller.
#include <napi.h>
#include <uv.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "kernel/device_call.h"
#include "kernel/device_mapping.h"

namespace {

using hookswitch::kernel::DeviceMapping;
using hookswitch::kernel::Pointer;

std::span<std::byte> bytes_of(const Napi::Value& value) {
  auto array = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<std::byte*>(array.Data()), array.ByteLength()};
}

Napi::Value answer_of(Napi::Env env, int answer) {
  if (answer >= 0) return Napi::Number::New(env, answer);
  return Napi::String::New(env, strerrorname_np(-answer));
}

/// ioctl(fd, request, number | Uint8Array, [[offset, Uint8Array], ...]) returns the answer, or errno's name.
Napi::Value call(const Napi::CallbackInfo& info) {
  const int descriptor = info[0].ToNumber().Int32Value();
  const uint32_t request = info[1].ToNumber().Uint32Value();
  if (info[2].IsNumber()) {
    return answer_of(info.Env(),
                     hookswitch::kernel::call_device_with_value(descriptor, request, info[2].ToNumber().Uint32Value()));
  }
  std::vector<Pointer> pointers;
  const auto list = info[3].As<Napi::Array>();
  for (uint32_t index = 0; index < list.Length(); ++index) {
    const auto pair = list.Get(index).As<Napi::Array>();
    pointers.push_back({pair.Get(0U).ToNumber().Uint32Value(), bytes_of(pair.Get(1U))});
  }
  return answer_of(info.Env(), hookswitch::kernel::call_device(descriptor, request, bytes_of(info[2]), pointers));
}

/// new Memory(fd, offset, length): `bytes` is an ArrayBuffer, and empty after `close`. Throws errno's name.
class Memory : public Napi::ObjectWrap<Memory> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Memory", {InstanceAccessor<&Memory::bytes>("bytes"), InstanceMethod<&Memory::close>("close")});
  }

  explicit Memory(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Memory>(info) {
    const Napi::Env env = info.Env();
    const auto length = static_cast<size_t>(info[2].ToNumber().Int64Value());
    int error = 0;
    mapping_ = DeviceMapping::map(info[0].ToNumber().Int32Value(), info[1].ToNumber().Int64Value(), length, error);
    if (mapping_ == nullptr) {
      Napi::Error::New(env, strerrorname_np(error)).ThrowAsJavaScriptException();
      return;
    }
    // Whoever holds the bytes holds the mapping, unless it is closed.
    auto* const held = new std::shared_ptr<DeviceMapping>(mapping_);
    bytes_ = Napi::Persistent(Napi::ArrayBuffer::New(
        env, mapping_->address(), length, [](Napi::Env, void*, std::shared_ptr<DeviceMapping>* hint) { delete hint; }, held));
  }

 private:
  Napi::Value bytes(const Napi::CallbackInfo&) { return bytes_.Value(); }

  void close(const Napi::CallbackInfo&) {
    if (mapping_ == nullptr) return;
    bytes_.Value().Detach();
    mapping_->release();
    mapping_ = nullptr;
  }

  std::shared_ptr<DeviceMapping> mapping_;
  Napi::Reference<Napi::ArrayBuffer> bytes_;
};

/// new Watch(fd, told): told(failed) whenever something can be read; after a failure it watches no longer.
class Watch : public Napi::ObjectWrap<Watch> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Watch", {InstanceMethod<&Watch::close>("close")});
  }

  explicit Watch(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Watch>(info) {
    uv_loop_t* loop = nullptr;
    napi_get_uv_event_loop(info.Env(), &loop);
    auto* const poll = new uv_poll_t;
    const int failure = uv_poll_init(loop, poll, info[0].ToNumber().Int32Value());
    if (failure != 0) {
      delete poll;
      Napi::Error::New(info.Env(), uv_err_name(failure)).ThrowAsJavaScriptException();
      return;
    }
    poll->data = this;
    poll_ = poll;
    told_ = Napi::Persistent(info[1].As<Napi::Function>());
    uv_poll_start(poll, UV_READABLE, on_event);
    // Whoever watches need not keep the object.
    Ref();
  }

  ~Watch() override { stop(); }

 private:
  static void on_event(uv_poll_t* poll, int status, int) { static_cast<Watch*>(poll->data)->tell(status < 0); }

  void tell(bool failed) {
    const Napi::Env env = Env();
    const Napi::HandleScope scope(env);
    told_.MakeCallback(env.Global(), {Napi::Boolean::New(env, failed)});
    if (env.IsExceptionPending()) napi_fatal_exception(env, env.GetAndClearPendingException().Value());
  }

  void close(const Napi::CallbackInfo&) {
    if (poll_ == nullptr) return;
    stop();
    Unref();
  }

  void stop() {
    if (poll_ == nullptr) return;
    uv_poll_stop(poll_);
    uv_close(reinterpret_cast<uv_handle_t*>(poll_), [](uv_handle_t* handle) { delete reinterpret_cast<uv_poll_t*>(handle); });
    poll_ = nullptr;
  }

  uv_poll_t* poll_ = nullptr;
  Napi::FunctionReference told_;
};

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("ioctl", Napi::Function::New(env, call, "ioctl"));
  exports.Set("Memory", Memory::define(env));
  exports.Set("Watch", Watch::define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(hookswitch_hal, initialize)
