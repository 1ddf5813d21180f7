// How well one side hears the other: what RFC 3611 §4.7 and RFC 6035 report, in people's units.
#pragma once

#include <cstdint>
#include <optional>

#include "quality/burst_gap.h"
#include "quality/e_model.h"
#include "quality/speech_level.h"
#include "rtcp/voip_metrics.h"

namespace hookswitch {

struct VoiceQuality {
  /// Nothing was received: the rest says nothing.
  bool known = false;
  /// 0 to 1.
  double loss_rate = 0;
  double discard_rate = 0;
  double burst_density = 0;
  double gap_density = 0;
  double burst_ms = 0;
  double gap_ms = 0;
  /// From the packet's first sample taken to the last one heard, the network not counted.
  double end_system_delay_ms = 0;
  std::optional<double> signal_dbm0;
  std::optional<double> noise_dbm0;
  /// R, 0 to 93; of what is heard and of the conversation, which delay makes worse. Below 0: the other side does not know.
  double rating = -1;
  double listening_score = -1;
  double conversational_score = -1;
};

/// What the network and the buffer do to the sound.
struct Delays {
  double packet_ms = 20;
  double buffer_ms = 0;
  /// Of the devices at both ends.
  double device_ms = 0;
  /// Of the network; 0 while it is not known.
  double round_trip_ms = 0;
};

VoiceQuality assess(const BurstGap& fates, const SpeechLevel& levels, const CodecImpairment& codec, const Delays& delays);

struct BufferDelays {
  int64_t nominal_ms = 0;
  int64_t highest_ms = 0;
  int64_t limit_ms = 0;
};

VoipMetrics to_metrics(const VoiceQuality& quality, uint32_t ssrc, double round_trip_ms, const BufferDelays& buffer);
/// What the other side reported.
VoiceQuality to_quality(const VoipMetrics& metrics);

}  // namespace hookswitch
