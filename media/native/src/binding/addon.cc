// The addon's entry.
#include <napi.h>

#include "binding/datagram_socket.h"
#include "binding/engine_object.h"

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", hookswitch::EngineObject::define(env));
  exports.Set("bindDatagramSocket", Napi::Function::New(env, hookswitch::bind_datagram_socket, "bindDatagramSocket"));
  return exports;
}

}  // namespace

NODE_API_MODULE(hookswitch_media, initialize)
