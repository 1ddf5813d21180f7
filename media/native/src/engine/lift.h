// Handshakes on their way up: STUN and DTLS that came to a media socket are answered in JavaScript (RFC 7983 tells them from media).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/spsc_ring.h"
#include "rtp/endpoint.h"

namespace hookswitch {

/// RFC 7983 §7: 0 to 3 is STUN, 20 to 63 is DTLS.
inline bool is_handshake(uint8_t first_byte) { return first_byte <= 3 || (first_byte >= 20 && first_byte <= 63); }

struct LiftedDatagram {
  static constexpr size_t kBytes = 1500;
  uint32_t session = 0;
  bool rtcp = false;
  uint16_t size = 0;
  Endpoint from;
  std::array<uint8_t, kBytes> data;
  std::span<const uint8_t> bytes() const { return {data.data(), size}; }
};

/// From the receive thread to the listener's.
class Lift {
 public:
  /// False: the listener is far behind.
  bool take(uint32_t session, bool rtcp, const Endpoint& from, std::span<const uint8_t> bytes) {
    LiftedDatagram* slot = ring_.claim();
    if (slot == nullptr || bytes.size() > slot->data.size()) return false;
    slot->session = session;
    slot->rtcp = rtcp;
    slot->from = from;
    slot->size = static_cast<uint16_t>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), slot->data.begin());
    ring_.commit();
    return true;
  }

  const LiftedDatagram* front() { return ring_.front(); }
  void release() { ring_.release(); }

 private:
  SpscRing<LiftedDatagram> ring_{128};
};

}  // namespace hookswitch
