// Opens, marks and binds.
#include "rtp/bound_socket.h"

#include <unistd.h>

#include <cerrno>

namespace hookswitch {

namespace {

/// As far as a site reaches (RFC 2365 §6.2 leaves the number open; routers commonly stop at 32).
constexpr int kGroupHops = 32;

/// Should it send to a group, by which interface. Again a wish.
void choose_interface(int socket, const Endpoint& local) {
  if (local.address.ss_family != AF_INET) return;
  const in_addr& address = reinterpret_cast<const sockaddr_in*>(&local.address)->sin_addr;
  setsockopt(socket, IPPROTO_IP, IP_MULTICAST_IF, &address, sizeof address);
  setsockopt(socket, IPPROTO_IP, IP_MULTICAST_TTL, &kGroupHops, sizeof kGroupHops);
}

bool join(int socket, const Endpoint& group, const Endpoint& local) {
  if (group.address.ss_family != AF_INET || local.address.ss_family != AF_INET) {
    errno = EAFNOSUPPORT;
    return false;
  }
  ip_mreq membership{};
  membership.imr_multiaddr = reinterpret_cast<const sockaddr_in*>(&group.address)->sin_addr;
  membership.imr_interface = reinterpret_cast<const sockaddr_in*>(&local.address)->sin_addr;
  if (setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) != 0) return false;
  // Not what other sockets of this machine have joined on other interfaces.
  const int all = 0;
  setsockopt(socket, IPPROTO_IP, IP_MULTICAST_ALL, &all, sizeof all);
  return true;
}

}  // namespace

int group_socket(const Endpoint& group, const Endpoint& local) {
  const int socket = ::socket(group.address.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const int shared = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &shared, sizeof shared);
  if (bind(socket, reinterpret_cast<const sockaddr*>(&group.address), group.length) != 0 || !join(socket, group, local)) {
    const int failure = errno;
    ::close(socket);
    errno = failure;
    return -1;
  }
  return socket;
}

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
  choose_interface(socket, local);
  if (bind(socket, reinterpret_cast<const sockaddr*>(&local.address), local.length) != 0) {
    const int failure = errno;
    ::close(socket);
    errno = failure;
    return -1;
  }
  return socket;
}

}  // namespace hookswitch
