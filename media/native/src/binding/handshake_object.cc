// Carries datagrams, time and keys over.
#include "binding/handshake_object.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace hookswitch {

namespace {

/// Made at the first use, and the same in all threads that load the addon.
const DtlsIdentity* identity() {
  static const std::unique_ptr<DtlsIdentity> made = DtlsIdentity::make();
  return made.get();
}

std::vector<ExpectedFingerprint> expected_of(const Napi::Value& value) {
  std::vector<ExpectedFingerprint> expected;
  const auto from = value.As<Napi::Array>();
  for (uint32_t index = 0; index < from.Length(); ++index) {
    const auto each = from.Get(index).As<Napi::Object>();
    expected.push_back({each.Get("hash").ToString().Utf8Value(), each.Get("value").ToString().Utf8Value()});
  }
  return expected;
}

Napi::Uint8Array to_bytes(Napi::Env env, std::span<const uint8_t> from) {
  auto bytes = Napi::Uint8Array::New(env, from.size());
  std::copy(from.begin(), from.end(), bytes.Data());
  return bytes;
}

Napi::Object to_object(Napi::Env env, const SrtpKeys& keys) {
  Napi::Object to = Napi::Object::New(env);
  to.Set("suite", std::string(srtp_suite_name(keys.suite)));
  to.Set("master", to_bytes(env, keys.master.bytes()));
  to.Set("encryptsRtcp", keys.encrypts_rtcp);
  return to;
}

}  // namespace

Napi::Function HandshakeObject::define(Napi::Env env) {
  return DefineClass(env, "Handshake",
                     {
                         InstanceMethod<&HandshakeObject::start>("start"),
                         InstanceMethod<&HandshakeObject::receive>("receive"),
                         InstanceMethod<&HandshakeObject::expire>("expire"),
                     });
}

/// new Handshake(active: boolean, fingerprints: {hash, value}[])
HandshakeObject::HandshakeObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  if (identity() == nullptr) {
    Napi::Error::New(info.Env(), "no certificate for handshakes").ThrowAsJavaScriptException();
    return;
  }
  handshake_ = std::make_unique<DtlsHandshake>(*identity(), info[0].ToBoolean(), expected_of(info[1]));
}

Napi::Value HandshakeObject::start(const Napi::CallbackInfo& info) {
  handshake_->start();
  return step(info.Env());
}

/// receive(bytes: Uint8Array)
Napi::Value HandshakeObject::receive(const Napi::CallbackInfo& info) {
  const auto bytes = info[0].As<Napi::Uint8Array>();
  handshake_->receive({bytes.Data(), bytes.ByteLength()});
  return step(info.Env());
}

Napi::Value HandshakeObject::expire(const Napi::CallbackInfo& info) {
  handshake_->expire();
  return step(info.Env());
}

/// {datagrams, timeoutMs?, failure?, keys?: {send, receive}}
Napi::Value HandshakeObject::step(Napi::Env env) {
  Napi::Object to = Napi::Object::New(env);
  Napi::Array datagrams = Napi::Array::New(env);
  const auto outgoing = std::exchange(handshake_->outgoing(), {});
  for (uint32_t index = 0; index < outgoing.size(); ++index) datagrams.Set(index, to_bytes(env, outgoing[index]));
  to.Set("datagrams", datagrams);
  if (const int timeout_ms = handshake_->timeout_ms(); timeout_ms >= 0) to.Set("timeoutMs", timeout_ms);
  if (handshake_->state() == DtlsHandshake::State::failed) to.Set("failure", handshake_->reason());
  if (handshake_->state() == DtlsHandshake::State::secured) {
    Napi::Object keys = Napi::Object::New(env);
    keys.Set("send", to_object(env, handshake_->send_keys()));
    keys.Set("receive", to_object(env, handshake_->receive_keys()));
    to.Set("keys", keys);
  }
  return to;
}

Napi::Value certificate_fingerprint(const Napi::CallbackInfo& info) {
  if (identity() == nullptr) return info.Env().Undefined();
  return Napi::String::New(info.Env(), identity()->fingerprint());
}

}  // namespace hookswitch
