// How many datagrams of a kind a session lets in: some at once, then so many a second. What floods it is turned away.
#pragma once

#include <algorithm>
#include <cstdint>

namespace hookswitch {

template <int64_t PerSecond, int64_t AtOnce>
class Allowance {
 public:
  static constexpr int64_t kPerSecond = PerSecond;
  static constexpr int64_t kAtOnce = AtOnce;

  bool take(int64_t now_us) {
    saved_us_ = std::min(saved_us_ + (now_us - last_us_), kAtOnce * kPrice);
    last_us_ = now_us;
    if (saved_us_ < kPrice) return false;
    saved_us_ -= kPrice;
    return true;
  }

 private:
  static constexpr int64_t kPrice = 1'000'000 / PerSecond;
  int64_t saved_us_ = kAtOnce * kPrice;
  int64_t last_us_ = 0;
};

/// RTCP shares its queue with the sound: a bomb of reports from the other side itself must not crowd the call out. RFC 3550 §6.2 has
/// one every five seconds, feedback (RFC 4585) a few a second.
using ReportAllowance = Allowance<50, 16>;

/// What goes up to the control thread: enough for checks of ICE with many candidates and a handshake, too little to keep it busy.
using LiftAllowance = Allowance<200, 100>;

}  // namespace hookswitch
