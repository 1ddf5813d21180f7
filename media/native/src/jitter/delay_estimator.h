// How long to wait for packets: the delay that maximises the R factor of ITU-T G.107 over a forgetting histogram of how late they
// come, so that delay and loss are weighed by what they cost a conversation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "jitter/delay_settings.h"

namespace hookswitch {

class DelayEstimator {
 public:
  explicit DelayEstimator(const DelaySettings& settings = {}) { configure(settings); }
  /// Begins again.
  void configure(const DelaySettings& settings);
  void reset();

  /// `transit_us` is the time from which on a packet can be played less its media time; only differences count.
  void add(int64_t transit_us, int64_t now_us);

  bool started() const { return started_; }
  /// The fastest transit of the last seconds: what lateness is counted from. Follows a drifting clock.
  int64_t base_us() const { return current_min_us_ < previous_min_us_ ? current_min_us_ : previous_min_us_; }
  int target_ms() const { return target_ms_; }
  const DelaySettings& settings() const { return settings_; }

  static constexpr int kMaximumMs = 300;

 private:
  static constexpr int kBinMs = 5;
  /// The last one holds all that is later than anyone waits.
  static constexpr size_t kBins = kMaximumMs / kBinMs + 2;

  int best() const;
  void choose();

  DelaySettings settings_;
  float forgetting_ = 0;
  std::array<float, kBins> weight_{};
  float total_ = 0;
  bool started_ = false;
  int64_t window_began_us_ = 0;
  int64_t current_min_us_ = 0;
  int64_t previous_min_us_ = 0;
  int target_ms_ = 0;
};

}  // namespace hookswitch
