// A socket of its own, as the session's may be bound anew meanwhile. It is not connected: a sniffer has no port open, and each ICMP that
// says so would cost a connected one its next packet.
#include "rtp/packet_mirror.h"

#include <unistd.h>

namespace hookswitch {

PacketMirror::~PacketMirror() {
  if (socket_ >= 0) ::close(socket_);
}

bool PacketMirror::open(const Endpoint& to) {
  socket_ = ::socket(to.address.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  to_ = to;
  return socket_ >= 0;
}

void PacketMirror::copy(std::span<const uint8_t> datagram) const {
  if (socket_ < 0) return;
  const auto* to = reinterpret_cast<const sockaddr*>(&to_.address);
  [[maybe_unused]] const auto sent = sendto(socket_, datagram.data(), datagram.size(), MSG_DONTWAIT | MSG_NOSIGNAL, to, to_.length);
}

}  // namespace hookswitch
