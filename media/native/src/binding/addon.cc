// The addon's entry.
#include <napi.h>

#include "binding/datagram_socket.h"
#include "binding/engine_object.h"
#include "binding/handshake_object.h"
#include "codec/codec.h"

namespace {

/// hasCodec(name) returns whether the core can make one.
Napi::Value has_codec(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), hookswitch::make_codec(info[0].ToString().Utf8Value()) != nullptr);
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", hookswitch::EngineObject::define(env));
  exports.Set("hasCodec", Napi::Function::New(env, has_codec, "hasCodec"));
  exports.Set("Handshake", hookswitch::HandshakeObject::define(env));
  exports.Set("certificateFingerprint",
              Napi::Function::New(env, hookswitch::certificate_fingerprint, "certificateFingerprint"));
  exports.Set("bindDatagramSocket", Napi::Function::New(env, hookswitch::bind_datagram_socket, "bindDatagramSocket"));
  return exports;
}

}  // namespace

NODE_API_MODULE(hookswitch_media, initialize)
