// Bursts are collected while they are open; one missing packet alone belongs to its gap.
#include "quality/burst_gap.h"

namespace hookswitch {

void BurstGap::decided(PacketFate fate) {
  ++packets_;
  if (fate == PacketFate::played) {
    ++played_run_;
    in_run_ = false;
    if (played_run_ == kGapThreshold) close_burst();
    return;
  }
  if (fate == PacketFate::lost) ++lost_;
  if (fate == PacketFate::discarded) ++discarded_;
  missed();
}

void BurstGap::missed() {
  if (!in_run_) ++missing_runs_;
  in_run_ = true;
  open_packets_ += open_missing_ == 0 ? 1 : played_run_ + 1;
  ++open_missing_;
  played_run_ = 0;
}

void BurstGap::close_burst() {
  // One alone is a loss within a gap.
  if (open_missing_ > 1) {
    ++bursts_;
    burst_packets_ += open_packets_;
    burst_missing_ += open_missing_;
  }
  open_packets_ = 0;
  open_missing_ = 0;
}

BurstGapMeasures BurstGap::measures(double packet_ms) const {
  BurstGapMeasures found;
  found.packets = packets_;
  if (packets_ == 0) return found;
  BurstGap closed = *this;
  closed.close_burst();
  const auto all = static_cast<double>(packets_);
  const auto missing = static_cast<double>(lost_ + discarded_);
  const auto in_bursts = static_cast<double>(closed.burst_packets_);
  const auto bursts = static_cast<double>(closed.bursts_);
  found.loss_rate = static_cast<double>(lost_) / all;
  found.discard_rate = static_cast<double>(discarded_) / all;
  if (bursts > 0) {
    found.burst_density = static_cast<double>(closed.burst_missing_) / in_bursts;
    found.burst_ms = in_bursts / bursts * packet_ms;
  }
  const double in_gaps = all - in_bursts;
  if (in_gaps > 0) found.gap_density = (missing - static_cast<double>(closed.burst_missing_)) / in_gaps;
  // A call begins and ends as if with a gap: there is one more than there are bursts.
  found.gap_ms = in_gaps / (bursts + 1) * packet_ms;
  if (missing > 0 && missing < all) {
    const double mean_run = missing / static_cast<double>(missing_runs_);
    found.burst_ratio = mean_run * (1 - missing / all);
  }
  return found;
}

}  // namespace hookswitch
