// When RTCP is sent, and the time units of its reports.
#pragma once

#include <cstdint>
#include <optional>

namespace hookswitch {

struct RtcpLoad {
  /// Of both sides.
  int members = 2;
  int senders = 2;
  bool we_sent = true;
  /// Nothing has been sent yet: half the minimum (RFC 3550 §6.2).
  bool initial = true;
  /// Tmin: seconds between two reports, whatever the bandwidth would let.
  double minimum_s = 5;
  /// 5 % of the session's bandwidth, in bytes a second.
  double bandwidth = 400;
  /// Moving average with UDP and IP headers, in bytes.
  double average_size = 128;
};

/// RFC 3550 §6.3.1 and appendix A.7. `random` is from [0, 1).
int64_t rtcp_interval_ms(const RtcpLoad& load, double random);

/// 32.32 fixed point since 1900 (RFC 5905) of nanoseconds since 1970.
uint64_t ntp_time(int64_t unix_ns);

/// The middle 32 bits (RFC 3550 §4).
inline uint32_t ntp_middle(uint64_t ntp) { return static_cast<uint32_t>(ntp >> 16); }

/// RFC 3550 §6.4.1: A - LSR - DLSR. Nothing when the other side has heard no SR of ours, or when its numbers are nonsense.
std::optional<int64_t> round_trip_us(uint32_t now_middle, uint32_t last_sr, uint32_t delay_since_last_sr);

}  // namespace hookswitch
