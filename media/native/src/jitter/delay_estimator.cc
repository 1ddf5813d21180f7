// Histogram and choice of the delay.
#include "jitter/delay_estimator.h"

#include <algorithm>

namespace hookswitch {

namespace {

constexpr int64_t kWindowUs = 5'000'000;
/// A packet's weight halves in 350 packets (7 s of 20 ms).
constexpr float kForgetting = 0.998F;
/// Before anything is known: as if half a packet had come 30 ms late.
constexpr size_t kPriorBin = 6;
constexpr float kPriorWeight = 0.5F;
/// The tick that pulls is up to 10 ms after the packet.
constexpr int kTickMs = 10;
constexpr int kMinimumMs = 20;
/// Packet, network and device of an ordinary call.
constexpr double kElsewhereMs = 70;

/// Delay impairment, G.107 in the usual two lines.
double delay_impairment(double ms) { return 0.024 * ms + (ms > 177.3 ? 0.11 * (ms - 177.3) : 0); }

/// Effective equipment impairment, G.107 §3.5 with G.113's Bpl of G.711 with concealment.
double loss_impairment(double percent) { return 95.0 * percent / (percent + 25.1); }

}  // namespace

void DelayEstimator::reset() {
  weight_.fill(0);
  weight_[kPriorBin] = kPriorWeight;
  total_ = kPriorWeight;
  started_ = false;
  choose();
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
  for (float& weight : weight_) weight *= kForgetting;
  total_ = total_ * kForgetting + 1;
  weight_[static_cast<size_t>(std::clamp<int64_t>(bin, 0, kBins - 1))] += 1;
  choose();
}

void DelayEstimator::choose() {
  double later = 0;
  double best = 1e9;
  for (size_t bin = kBins; bin-- > 0;) {
    const int delay_ms = std::max(kMinimumMs, static_cast<int>(bin) * kBinMs + kTickMs);
    // The last bin holds everything later too: a delay of its length saves nobody for sure.
    const double cost = delay_impairment(kElsewhereMs + delay_ms) + loss_impairment(100.0 * later / total_);
    if (cost <= best) {
      best = cost;
      target_ms_ = delay_ms;
    }
    later += weight_[bin];
  }
  target_ms_ = std::min(target_ms_, kMaximumMs);
}

}  // namespace hookswitch
