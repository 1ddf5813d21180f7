// Binds for Node's dgram.
#include "binding/datagram_socket.h"

#include <cerrno>
#include <cstring>

#include "rtp/bound_socket.h"

namespace hookswitch {

Napi::Value bind_datagram_socket(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string address = info[0].ToString().Utf8Value();
  const auto local = Endpoint::from(address, static_cast<uint16_t>(info[1].ToNumber().Uint32Value()));
  if (!local) return Napi::String::New(env, "EINVAL");
  const int socket = bound_socket(*local, info[2].ToNumber().Int32Value(), true);
  if (socket < 0) return Napi::String::New(env, strerrorname_np(errno));
  return Napi::Number::New(env, socket);
}

}  // namespace hookswitch
