// How many RTCP datagrams of a session are let into its queue, which it shares with the sound: a bomb of reports from the other side
// itself must not crowd the call out. RFC 3550 §6.2 has one every five seconds, feedback (RFC 4585) a few a second.
#pragma once

#include <algorithm>
#include <cstdint>

namespace hookswitch {

class ReportAllowance {
 public:
  static constexpr int64_t kPerSecond = 50;
  static constexpr int64_t kAtOnce = 16;

  bool take(int64_t now_us) {
    constexpr int64_t kPrice = 1'000'000 / kPerSecond;
    saved_us_ = std::min(saved_us_ + (now_us - last_us_), kAtOnce * kPrice);
    last_us_ = now_us;
    if (saved_us_ < kPrice) return false;
    saved_us_ -= kPrice;
    return true;
  }

 private:
  int64_t saved_us_ = kAtOnce * (1'000'000 / kPerSecond);
  int64_t last_us_ = 0;
};

}  // namespace hookswitch
