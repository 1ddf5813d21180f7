// The maths of RFC 3550 §6.3.1 and §6.4.1.
#include "rtcp/rtcp_timing.h"

#include <algorithm>

namespace hookswitch {

int64_t rtcp_interval_ms(const RtcpLoad& load, double random) {
  constexpr double kSenderShare = 0.25;
  // e - 3/2: makes up for what timer reconsideration adds.
  constexpr double kCompensation = 2.71828 - 1.5;
  double members = load.members;
  double bandwidth = load.bandwidth;
  if (load.senders <= load.members * kSenderShare) {
    bandwidth *= load.we_sent ? kSenderShare : 1 - kSenderShare;
    members = load.we_sent ? load.senders : load.members - load.senders;
  }
  const double minimum = load.initial ? load.minimum_s / 2 : load.minimum_s;
  const double interval = std::max(minimum, load.average_size * members / std::max(bandwidth, 1.0));
  return static_cast<int64_t>(interval * (random + 0.5) / kCompensation * 1000);
}

uint64_t ntp_time(int64_t unix_ns) {
  constexpr uint64_t kSecondsTo1970 = 2'208'988'800;
  const auto ns = static_cast<uint64_t>(unix_ns);
  return (ns / 1'000'000'000 + kSecondsTo1970) << 32 | ((ns % 1'000'000'000) << 32) / 1'000'000'000;
}

std::optional<int64_t> round_trip_us(uint32_t now_middle, uint32_t last_sr, uint32_t delay_since_last_sr) {
  if (last_sr == 0) return std::nullopt;
  const int64_t units = static_cast<int32_t>(now_middle - last_sr - delay_since_last_sr);
  // Clocks that tick apart give slightly negative times on a short wire; a minute is no network.
  if (units < -65536 / 20 || units > 65536LL * 60) return std::nullopt;
  return std::max<int64_t>(0, units) * 1'000'000 / 65536;
}

}  // namespace hookswitch
