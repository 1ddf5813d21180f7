// Opens, marks and binds.
#include "rtp/bound_socket.h"

#include <unistd.h>

#include <cerrno>

namespace hookswitch {

int bound_socket(const Endpoint& local, int tos, bool v6_only) {
  const int family = local.address.ss_family;
  const int socket = ::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  // Marking is a wish: a kernel that refuses it does not stop the call.
  setsockopt(socket, IPPROTO_IP, IP_TOS, &tos, sizeof tos);
  if (family == AF_INET6) {
    setsockopt(socket, IPPROTO_IPV6, IPV6_TCLASS, &tos, sizeof tos);
    const int only = 1;
    if (v6_only) setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  }
  if (bind(socket, reinterpret_cast<const sockaddr*>(&local.address), local.length) != 0) {
    const int failure = errno;
    ::close(socket);
    errno = failure;
    return -1;
  }
  return socket;
}

}  // namespace hookswitch
