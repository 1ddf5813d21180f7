// Histogram and choice of the delay.
#include "jitter/delay_estimator.h"

#include <algorithm>
#include <cmath>

#include "quality/e_model.h"

namespace hookswitch {

namespace {

constexpr int64_t kWindowUs = 5'000'000;
/// Before anything is known: as if half a packet had come as late as the start delay allows.
constexpr float kPriorWeight = 0.5F;
/// Packet, network and device of an ordinary call.
constexpr double kElsewhereMs = 70;

}  // namespace

void DelayEstimator::configure(const DelaySettings& settings) {
  settings_ = settings;
  settings_.maximum_ms = std::clamp(settings.maximum_ms, 0, kMaximumMs);
  settings_.minimum_ms = std::clamp(settings.minimum_ms, 0, settings_.maximum_ms);
  settings_.start_ms = std::clamp(settings.start_ms, settings_.minimum_ms, settings_.maximum_ms);
  forgetting_ = std::exp2(-1.0F / static_cast<float>(std::max(1, settings.half_life_packets)));
  reset();
}

void DelayEstimator::reset() {
  weight_.fill(0);
  weight_[static_cast<size_t>(settings_.start_ms / kBinMs)] = kPriorWeight;
  total_ = kPriorWeight;
  started_ = false;
  target_ms_ = settings_.start_ms;
}

void DelayEstimator::add(int64_t transit_us, int64_t now_us) {
  if (!started_) {
    started_ = true;
    window_began_us_ = now_us;
    current_min_us_ = transit_us;
    previous_min_us_ = transit_us;
  }
  if (now_us - window_began_us_ >= kWindowUs) {
    window_began_us_ = now_us;
    previous_min_us_ = current_min_us_;
    current_min_us_ = transit_us;
  }
  current_min_us_ = std::min(current_min_us_, transit_us);
  const int64_t late_us = transit_us - base_us();
  const int64_t bin = (late_us + kBinMs * 1000 - 1) / (kBinMs * 1000);
  for (float& weight : weight_) weight *= forgetting_;
  total_ = total_ * forgetting_ + 1;
  weight_[static_cast<size_t>(std::clamp<int64_t>(bin, 0, kBins - 1))] += 1;
  choose();
}

int DelayEstimator::best() const {
  double later = weight_[kBins - 1];
  double least = 1e9;
  int best_ms = 0;
  for (size_t bin = kBins - 1; bin-- > 0;) {
    const int delay_ms = static_cast<int>(bin) * kBinMs;
    const double cost = delay_impairment(kElsewhereMs + delay_ms) + loss_impairment({}, 100.0 * later / total_);
    if (cost <= least) {
      least = cost;
      best_ms = delay_ms;
    }
    later += weight_[bin];
  }
  return best_ms;
}

void DelayEstimator::choose() {
  const int wanted_ms = std::clamp(best(), settings_.minimum_ms, settings_.maximum_ms);
  if (wanted_ms > target_ms_ ? settings_.may_grow : settings_.may_shrink) target_ms_ = wanted_ms;
}

}  // namespace hookswitch
