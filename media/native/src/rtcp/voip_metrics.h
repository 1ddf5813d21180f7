// The VoIP Metrics block of RTCP Extended Reports (RFC 3611 §4.7): how good the sender of the report hears the other side.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "rtp/byte_reader.h"
#include "rtp/byte_writer.h"

namespace hookswitch {

/// In the block's own units. 127 is "unknown" in the bytes that the RFC says so of.
struct VoipMetrics {
  uint32_t ssrc = 0;
  /// In 1/256.
  uint8_t loss_rate = 0;
  uint8_t discard_rate = 0;
  uint8_t burst_density = 0;
  uint8_t gap_density = 0;
  uint16_t burst_ms = 0;
  uint16_t gap_ms = 0;
  uint16_t round_trip_ms = 0;
  uint16_t end_system_delay_ms = 0;
  /// dBm, two's complement.
  int8_t signal_level = 127;
  int8_t noise_level = 127;
  uint8_t residual_echo = 127;
  uint8_t gap_threshold = 16;
  uint8_t rating = 127;
  uint8_t external_rating = 127;
  /// Tenths.
  uint8_t listening_score = 127;
  uint8_t conversational_score = 127;
  uint8_t configuration = 0;
  uint16_t buffer_nominal_ms = 0;
  uint16_t buffer_maximum_ms = 0;
  uint16_t buffer_limit_ms = 0;
};

/// RFC 3611 §2.
inline constexpr uint8_t kExtendedReport = 207;
/// Block type 7, 36 bytes with its header.
void write_voip_metrics(ByteWriter& writer, const VoipMetrics& metrics);
/// The block about `ssrc` in an extended report's body (from the sender's SSRC on). Nothing when there is none.
std::optional<VoipMetrics> find_voip_metrics(std::span<const uint8_t> body, uint32_t ssrc);

}  // namespace hookswitch
