// RTP data packets (RFC 3550 §5.1).
//
//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                           timestamp                           |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |           synchronization source (SSRC) identifier            |
//  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace hookswitch {

inline constexpr size_t kRtpHeaderBytes = 12;

struct RtpPacket {
  bool marker = false;
  uint8_t payload_type = 0;
  uint16_t sequence = 0;
  uint32_t timestamp = 0;
  uint32_t ssrc = 0;
  /// Without contributing sources, extension and padding; points into the datagram.
  std::span<const uint8_t> payload;
};

/// Nothing when the datagram is not RTP version 2 or a length in it does not fit (RFC 3550 appendix A.1).
std::optional<RtpPacket> parse_rtp(std::span<const uint8_t> datagram);

/// Returns the length of the datagram, 0 when `out` is too small.
size_t write_rtp(const RtpPacket& packet, std::span<uint8_t> out);

}  // namespace hookswitch
