// A session's door to the network. The receive thread fills its queue, the media thread empties it; strangers are turned away at
// the door, so that a flood of theirs cannot crowd the call out.
#pragma once

#include <atomic>
#include <cstdint>

#include "engine/allowance.h"
#include "engine/datagram.h"
#include "engine/lift.h"
#include "engine/spsc_ring.h"
#include "rtp/packet_mirror.h"
#include "rtp/socket_pair.h"
#include "srtp/receive_security.h"

namespace hookswitch {

class SessionPort {
 public:
  SocketPair sockets;
  /// Of RTP, both ways.
  PacketMirror mirror;
  /// 640 ms of 10 ms packets, should the media thread be held up.
  SpscRing<Datagram> queue{64};
  ReceiveSecurity security;
  /// Before the session is known to the threads: STUN and DTLS are wanted upstairs.
  void lift_handshakes() { lifts_ = true; }
  /// Likewise: what comes is sent to a multicast group, by anybody.
  void welcome_anybody() { anybody_ = true; }

  /// By the media thread. `multiplexed`: RTCP comes on RTP's port too (RFC 5761). `roams`: RTP may come from any address.
  void expect(const MediaPath& rtp, const MediaPath& rtcp, bool multiplexed, bool roams) {
    roams_.store(roams, std::memory_order_relaxed);
    rtp_.expect(rtp);
    rtcp_.expect(rtcp);
    multiplexed_.store(multiplexed, std::memory_order_relaxed);
  }
  /// Before the session is known to the threads: so many packets in a row that nobody took are too many; 0: none are.
  void give_up_after(int64_t packets) { most_unreachable_ = packets; }
  bool is_unreachable() const {
    return most_unreachable_ > 0 && unreachable_.load(std::memory_order_relaxed) >= most_unreachable_;
  }
  int64_t turned_away() const { return turned_away_.load(std::memory_order_relaxed); }

  /// By the receive thread: takes what waits in the socket, at most so much that other sessions get their turn. True: something waits in
  /// the lift.
  bool receive(bool rtcp, Lift& lift, uint32_t session);

 private:
  /// From whom packets may come, and in which channel. A change is seen piece by piece, which loses a packet at most.
  struct Expected {
    std::atomic<uint64_t> high{0};
    std::atomic<uint64_t> low{0};
    std::atomic<uint16_t> channel{0};

    void expect(const MediaPath& path) {
      const AddressKey from = path.to.key();
      high.store(from.high, std::memory_order_relaxed);
      low.store(from.low, std::memory_order_relaxed);
      channel.store(path.channel, std::memory_order_relaxed);
    }
    bool is(const AddressKey& from) const {
      return from.high == high.load(std::memory_order_relaxed) && from.low == low.load(std::memory_order_relaxed);
    }
  };

  int64_t most_unreachable_ = 0;
  std::atomic<int64_t> unreachable_{0};
  bool lifts_ = false;
  bool anybody_ = false;
  LiftAllowance allowance_;
  ReportAllowance reports_;
  Expected rtp_;
  Expected rtcp_;
  std::atomic<bool> multiplexed_{false};
  std::atomic<bool> roams_{false};
  std::atomic<int64_t> turned_away_{0};
};

}  // namespace hookswitch
