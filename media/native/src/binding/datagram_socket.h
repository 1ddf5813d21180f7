// A marked UDP socket for others: Node can adopt one by its descriptor, and can not mark its own.
#pragma once

#include <napi.h>

namespace hookswitch {

/// (address, port, tos): the descriptor, or why there is none, as errno's name. The caller has checked the arguments and owns the socket.
Napi::Value bind_datagram_socket(const Napi::CallbackInfo& info);

}  // namespace hookswitch
