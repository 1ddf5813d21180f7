// What the core tells: media/messages.ts' MediaEvent in fixed memory.
#pragma once

#include <array>
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "quality/voice_quality.h"
#include "record/file_end.h"
#include "rtp/endpoint.h"

namespace hookswitch {

/// In the order of the names in media/messages.ts.
enum class PathName : uint8_t { handset, headset, speaker };
inline constexpr size_t kPaths = 3;

struct SessionStatistics {
  int64_t packets_sent = 0;
  int64_t packets_received = 0;
  int64_t packets_lost = 0;
  int64_t packets_late = 0;
  /// Late, or too early for the buffer.
  int64_t packets_discarded = 0;
  int64_t packets_duplicated = 0;
  int64_t packets_out_of_order = 0;
  int64_t packets_refused = 0;
  int64_t packets_forged = 0;
  int64_t packets_replayed = 0;
  int64_t bytes_sent = 0;
  int64_t bytes_received = 0;
  double jitter_ms = 0;
  int64_t buffer_delay_ms = 0;
  int64_t buffer_target_ms = 0;
  int64_t buffer_highest_ms = 0;
  int64_t buffer_limit_ms = 0;
  int64_t concealed_ms = 0;
  int64_t comfort_noise_ms = 0;
  /// Negative: not known yet.
  int64_t round_trip_ms = -1;
  double remote_loss_fraction = -1;
  /// Of what came between our last two reports; negative before the first.
  double loss_fraction = -1;
  uint32_t local_ssrc = 0;
  /// Says nothing before the first packet.
  uint32_t remote_ssrc = 0;
  /// How we hear the other side, and how it says that it hears us (RTCP XR).
  VoiceQuality heard;
  VoiceQuality remote_heard;
};

enum class EventType : uint8_t {
  media_started,
  media_lost,
  media_unreachable,
  dtmf_received,
  remote_left,
  statistics_reported,
  quality_reported,
  device_failed,
  device_recovered,
  mixer_failed,
  priority_refused,
  talkers_changed,
  recording_ended,
  playback_ended,
};

/// More do not talk at once for long.
inline constexpr size_t kMostTalkers = 8;

struct Event {
  EventType type = EventType::media_started;
  PathName path = PathName::handset;
  bool final = false;
  uint8_t digit = 0;
  uint32_t session = 0;
  int64_t ms = 0;
  int64_t bytes = 0;
  FileEndReason end = FileEndReason::stopped;
  /// Sessions, the first `talker_count`.
  std::array<uint32_t, kMostTalkers> talkers{};
  uint8_t talker_count = 0;
  /// Our microphone, too.
  bool we_talk = false;
  SessionStatistics statistics;
  /// Whose media began; its text is the listener's to make.
  Endpoint from;
  std::array<char, 128> text{};

  void set_text(std::string_view from) {
    text.fill(0);
    std::copy_n(from.begin(), std::min(from.size(), text.size() - 1), text.begin());
  }
};

/// Where the media thread puts its events; never waits.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void emit(const Event& event) = 0;
};

}  // namespace hookswitch
