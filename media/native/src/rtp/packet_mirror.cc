// A connected socket of its own: the session's may be bound anew meanwhile.
#include "rtp/packet_mirror.h"

#include <unistd.h>

namespace hookswitch {

PacketMirror::~PacketMirror() {
  if (socket_ >= 0) ::close(socket_);
}

bool PacketMirror::open(const Endpoint& to) {
  const int socket = ::socket(to.address.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  if (connect(socket, reinterpret_cast<const sockaddr*>(&to.address), to.length) != 0) {
    ::close(socket);
    return false;
  }
  socket_ = socket;
  return true;
}

void PacketMirror::copy(std::span<const uint8_t> datagram) const {
  if (socket_ < 0) return;
  // Nobody may listen there: what ICMP says of it is taken by the next call, and is nobody's matter.
  [[maybe_unused]] const auto sent = ::send(socket_, datagram.data(), datagram.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace hookswitch
