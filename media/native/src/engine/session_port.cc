// Reading a session's sockets.
#include "engine/session_port.h"

#include <sys/socket.h>

#include "engine/clock.h"

namespace hookswitch {

namespace {
constexpr int kAtOnce = 32;
}

bool SessionPort::receive(bool rtcp, Lift& lift, uint32_t session) {
  Datagram spare;
  bool lifted = false;
  const Expected& expected = rtcp ? rtcp_ : rtp_;
  for (int taken = 0; taken < kAtOnce; ++taken) {
    Datagram* slot = queue.claim();
    Datagram& datagram = slot != nullptr ? *slot : spare;
    datagram.from.length = sizeof datagram.from.address;
    // MSG_TRUNC tells the real length, so that a datagram that does not fit is not taken for a whole one.
    const ssize_t received = recvfrom(rtcp ? sockets.rtcp() : sockets.rtp(), datagram.data.data(), datagram.data.size(), MSG_TRUNC,
                                      reinterpret_cast<sockaddr*>(&datagram.from.address), &datagram.from.length);
    if (received < 0) break;
    if (most_unreachable_ > 0) unreachable_.store(0, std::memory_order_relaxed);
    auto size = static_cast<size_t>(received);
    const int64_t now_us = monotonic_us();
    const bool whole = size <= Datagram::kBytes;
    const bool framed = size > kChannelHeader && is_channel_data(datagram.data[0]);
    // A relayed handshake goes up with its frame, by which it is known where it comes from.
    if (lifts_ && whole && size > 0 && is_handshake(datagram.data[framed ? kChannelHeader : 0])) {
      if (allowance_.take(now_us) && lift.take(session, rtcp, datagram.from, std::span(datagram.data).first(size))) lifted = true;
      else turned_away_.fetch_add(1, std::memory_order_relaxed);
      continue;
    }
    const uint16_t channel = expected.channel.load(std::memory_order_relaxed);
    const bool roams = !rtcp && roams_.load(std::memory_order_relaxed);
    const bool known = whole && (anybody_ || roams || expected.is(datagram.from.key()));
    if (slot == nullptr || !known || (channel != 0 && !unframe(datagram.data, size, channel))) {
      turned_away_.fetch_add(1, std::memory_order_relaxed);
      continue;
    }
    const bool reports =
        rtcp || (multiplexed_.load(std::memory_order_relaxed) && is_multiplexed_rtcp(std::span(datagram.data).first(size)));
    if (!reports) mirror.copy(std::span(datagram.data).first(size));
    // Forged ones are not let into the queue, so that a flood of them cannot crowd the call out either.
    if (!security.open(datagram.data, size, reports, now_us)) continue;
    if (reports && !reports_.take(now_us)) {
      turned_away_.fetch_add(1, std::memory_order_relaxed);
      continue;
    }
    datagram.rtcp = reports;
    datagram.relayed = channel != 0;
    datagram.size = static_cast<uint16_t>(size);
    datagram.arrival_us = now_us;
    queue.commit();
  }
  if (most_unreachable_ > 0 && !rtcp) unreachable_.fetch_add(sockets.take_errors(), std::memory_order_relaxed);
  return lifted;
}

}  // namespace hookswitch
