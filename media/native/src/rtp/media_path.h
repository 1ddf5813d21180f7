// The way of a stream's packets: straight to the other side, or through a TURN server under a channel's number (RFC 8656 §12).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "rtp/endpoint.h"

namespace hookswitch {

struct MediaPath {
  /// The other side, or the server.
  Endpoint to;
  /// 0x4000 to 0x4fff; 0 is straight.
  uint16_t channel = 0;
};

/// Channel number and length, in front of what is relayed (RFC 8656 §12.4).
constexpr size_t kChannelHeader = 4;

/// RFC 7983 §7.
inline bool is_channel_data(uint8_t first_byte) { return first_byte >= 64 && first_byte <= 79; }

/// Takes the header away. False: of another channel, or shorter than it says.
inline bool unframe(std::span<uint8_t> data, size_t& size, uint16_t channel) {
  if (size < kChannelHeader || (data[0] << 8 | data[1]) != channel) return false;
  const size_t length = static_cast<size_t>(data[2] << 8 | data[3]);
  if (length > size - kChannelHeader) return false;
  const auto inner = data.subspan(kChannelHeader, length);
  std::copy(inner.begin(), inner.end(), data.begin());
  size = length;
  return true;
}

/// RTP and RTCP on one port (RFC 5761 §4): what would be payload types 64 to 95.
inline bool is_multiplexed_rtcp(std::span<const uint8_t> datagram) {
  return datagram.size() >= 2 && datagram[1] >= 192 && datagram[1] <= 223;
}

}  // namespace hookswitch
