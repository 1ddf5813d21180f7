// RTCP packets (RFC 3550 §6): sender and receiver reports, source description and goodbye, one after another in a datagram.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "rtcp/voip_metrics.h"

namespace hookswitch {

/// RFC 3550 §6.4.1, one block about one source.
struct ReportBlock {
  uint32_t ssrc = 0;
  /// Since the report before, in 1/256.
  uint8_t fraction_lost = 0;
  /// Signed: duplicates count as received.
  int32_t cumulative_lost = 0;
  uint32_t highest_sequence = 0;
  /// In timestamp units.
  uint32_t jitter = 0;
  /// Middle 32 bits of the NTP time of the newest SR, 0 when none came.
  uint32_t last_sr = 0;
  /// Since then, in 1/65536 s.
  uint32_t delay_since_last_sr = 0;
};

struct SenderInfo {
  uint64_t ntp = 0;
  uint32_t rtp_timestamp = 0;
  uint32_t packets = 0;
  uint32_t octets = 0;
};

/// Why somebody left, in printable characters. Of a fixed size: it is read by a thread that must not ask for memory.
class GoodbyeReason {
 public:
  void add(uint8_t byte) {
    if (size_ < text_.size()) text_[size_++] = byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?';
  }
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 80> text_{};
  size_t size_ = 0;
};

/// What a received compound tells a point-to-point session.
struct RtcpCompound {
  /// Of the reports; 0 when there is none.
  uint32_t sender_ssrc = 0;
  std::optional<SenderInfo> sender;
  /// The block about us (`local_ssrc`), when there is one.
  std::optional<ReportBlock> about_us;
  /// RTCP XR about what we send (RFC 3611 §4.7).
  std::optional<VoipMetrics> metrics_about_us;
  bool goodbye = false;
  /// SSRC of the goodbye's first source.
  uint32_t goodbye_ssrc = 0;
  GoodbyeReason goodbye_reason;
};

/// Nothing when the compound is not valid (RFC 3550 appendix A.2).
std::optional<RtcpCompound> parse_rtcp(std::span<const uint8_t> datagram, uint32_t local_ssrc);

struct RtcpReport {
  uint32_t ssrc = 0;
  /// Present when we sent data since the last two reports: the report is an SR, else an RR (RFC 3550 §6.4).
  std::optional<SenderInfo> sender;
  std::optional<ReportBlock> block;
  std::optional<VoipMetrics> metrics;
  std::string_view canonical_name;
  bool goodbye = false;
};

/// Report, SDES with the CNAME, an extended report where there are metrics and, when leaving, BYE. Returns the length, 0 when `out` is too small.
size_t write_rtcp(const RtcpReport& report, std::span<uint8_t> out);

}  // namespace hookswitch
