// `Handshake` in JavaScript: a DTLS handshake that media/dtls-handshake.ts drives.
#pragma once

#include <napi.h>

#include <memory>

#include "dtls/dtls_handshake.h"

namespace hookswitch {

class HandshakeObject : public Napi::ObjectWrap<HandshakeObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit HandshakeObject(const Napi::CallbackInfo& info);

 private:
  Napi::Value start(const Napi::CallbackInfo& info);
  Napi::Value receive(const Napi::CallbackInfo& info);
  Napi::Value expire(const Napi::CallbackInfo& info);
  Napi::Value step(Napi::Env env);

  std::unique_ptr<DtlsHandshake> handshake_;
};

/// The fingerprint (SHA-256) of the certificate that all handshakes of the process show; undefined: there is none.
Napi::Value certificate_fingerprint(const Napi::CallbackInfo& info);

}  // namespace hookswitch
