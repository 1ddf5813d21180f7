// Reading a session's sockets.
#include "engine/session_port.h"

#include <sys/socket.h>

#include "engine/clock.h"

namespace hookswitch {

namespace {
constexpr int kAtOnce = 32;
}

void SessionPort::receive(bool rtcp) {
  Datagram spare;
  for (int taken = 0; taken < kAtOnce; ++taken) {
    Datagram* slot = queue.claim();
    Datagram& datagram = slot != nullptr ? *slot : spare;
    datagram.from.length = sizeof datagram.from.address;
    // MSG_TRUNC tells the real length, so that a datagram that does not fit is not taken for a whole one.
    const ssize_t size = recvfrom(rtcp ? sockets.rtcp() : sockets.rtp(), datagram.data.data(), datagram.data.size(), MSG_TRUNC,
                                  reinterpret_cast<sockaddr*>(&datagram.from.address), &datagram.from.length);
    if (size < 0) return;
    const AddressKey from = datagram.from.key();
    const bool expected = from.high == high_.load(std::memory_order_relaxed) && from.low == low_.load(std::memory_order_relaxed);
    if (slot == nullptr || !expected || size > static_cast<ssize_t>(Datagram::kBytes)) {
      turned_away_.fetch_add(1, std::memory_order_relaxed);
      continue;
    }
    datagram.rtcp = rtcp;
    datagram.size = static_cast<uint16_t>(size);
    datagram.arrival_us = monotonic_us();
    queue.commit();
  }
}

}  // namespace hookswitch
