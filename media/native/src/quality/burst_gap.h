// Whether packets go missing one by one or in bursts (RFC 3611 §4.7.2): a burst is a time in which fewer than 16 packets in a row were
// played between two that were not.
#pragma once

#include <cstdint>

#include "rtp/packet_fates.h"

namespace hookswitch {

/// RFC 3611 §4.7.2: Gmin.
inline constexpr int kGapThreshold = 16;

/// Shares are 0 to 1 of the packets of that kind of time; lengths are means.
struct BurstGapMeasures {
  int64_t packets = 0;
  double loss_rate = 0;
  double discard_rate = 0;
  double burst_density = 0;
  double gap_density = 0;
  double burst_ms = 0;
  double gap_ms = 0;
  /// Mean run of missing packets over what it would be were they spread at random (G.107 §3.5).
  double burst_ratio = 1;
};

class BurstGap : public PacketFateSink {
 public:
  void decided(PacketFate fate) override;

  /// Of all packets so far; `packet_ms` is the length of one.
  BurstGapMeasures measures(double packet_ms) const;

 private:
  void missed();
  void close_burst();

  int64_t packets_ = 0;
  int64_t lost_ = 0;
  int64_t discarded_ = 0;
  /// Played since the last that was not.
  int64_t played_run_ = kGapThreshold;
  bool in_run_ = false;
  int64_t missing_runs_ = 0;
  /// Since the last gap: packets from its first missing one to its last, and how many of them were missing.
  int64_t open_packets_ = 0;
  int64_t open_missing_ = 0;
  int64_t bursts_ = 0;
  int64_t burst_packets_ = 0;
  int64_t burst_missing_ = 0;
};

}  // namespace hookswitch
