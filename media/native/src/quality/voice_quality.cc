// From measures to scores, and to and from the bytes of a report.
#include "quality/voice_quality.h"

#include <algorithm>
#include <cmath>

namespace hookswitch {

namespace {

constexpr uint8_t kUnknown = 127;
/// RFC 3611 §4.7.6: standard concealment ("enhanced" is pattern matching, as ours), adaptive buffer, rate 0.
constexpr uint8_t kConfiguration = 0b10'11'0000;

uint8_t share(double of_one) { return static_cast<uint8_t>(std::clamp(std::lround(of_one * 256), 0L, 255L)); }
uint16_t milliseconds(double ms) { return static_cast<uint16_t>(std::clamp(std::lround(ms), 0L, 65'535L)); }
int8_t level(const std::optional<double>& dbm0) {
  return dbm0 ? static_cast<int8_t>(std::clamp(std::lround(*dbm0), -90L, 20L)) : static_cast<int8_t>(kUnknown);
}
uint8_t tenths(double score) { return score < 0 ? kUnknown : static_cast<uint8_t>(std::clamp(std::lround(score * 10), 10L, 50L)); }

std::optional<double> level_of(int8_t byte) {
  if (byte == static_cast<int8_t>(kUnknown)) return std::nullopt;
  return byte;
}
double score_of(uint8_t byte) { return byte >= 10 && byte <= 50 ? byte / 10.0 : -1; }

}  // namespace

VoiceQuality assess(const BurstGap& fates, const SpeechLevel& levels, const CodecImpairment& codec, const Delays& delays) {
  VoiceQuality quality;
  const BurstGapMeasures measures = fates.measures(delays.packet_ms);
  if (measures.packets == 0) return quality;
  quality.known = true;
  quality.loss_rate = measures.loss_rate;
  quality.discard_rate = measures.discard_rate;
  quality.burst_density = measures.burst_density;
  quality.gap_density = measures.gap_density;
  quality.burst_ms = measures.burst_ms;
  quality.gap_ms = measures.gap_ms;
  quality.end_system_delay_ms = delays.packet_ms + delays.buffer_ms + delays.device_ms;
  quality.signal_dbm0 = levels.signal_dbm0();
  quality.noise_dbm0 = levels.noise_dbm0();
  const double lost_percent = 100 * (measures.loss_rate + measures.discard_rate);
  const double heard = loss_impairment(codec, lost_percent, measures.burst_ratio);
  // RFC 3611 §4.7.5: the other end's delay counts as much as ours while it has not told.
  const double one_way_ms = delays.round_trip_ms / 2 + quality.end_system_delay_ms;
  quality.rating = transmission_rating(delay_impairment(one_way_ms), heard);
  quality.listening_score = opinion_score(transmission_rating(0, heard));
  quality.conversational_score = opinion_score(quality.rating);
  return quality;
}

VoipMetrics to_metrics(const VoiceQuality& quality, uint32_t ssrc, double round_trip_ms, const BufferDelays& buffer) {
  VoipMetrics metrics;
  metrics.ssrc = ssrc;
  metrics.loss_rate = share(quality.loss_rate);
  metrics.discard_rate = share(quality.discard_rate);
  metrics.burst_density = share(quality.burst_density);
  metrics.gap_density = share(quality.gap_density);
  metrics.burst_ms = milliseconds(quality.burst_ms);
  metrics.gap_ms = milliseconds(quality.gap_ms);
  metrics.round_trip_ms = milliseconds(round_trip_ms);
  metrics.end_system_delay_ms = milliseconds(quality.end_system_delay_ms);
  metrics.signal_level = level(quality.signal_dbm0);
  metrics.noise_level = level(quality.noise_dbm0);
  metrics.gap_threshold = kGapThreshold;
  metrics.rating = quality.rating < 0 ? kUnknown : static_cast<uint8_t>(std::lround(quality.rating));
  metrics.listening_score = tenths(quality.listening_score);
  metrics.conversational_score = tenths(quality.conversational_score);
  metrics.configuration = kConfiguration;
  metrics.buffer_nominal_ms = milliseconds(static_cast<double>(buffer.nominal_ms));
  metrics.buffer_maximum_ms = milliseconds(static_cast<double>(buffer.highest_ms));
  metrics.buffer_limit_ms = milliseconds(static_cast<double>(buffer.limit_ms));
  return metrics;
}

VoiceQuality to_quality(const VoipMetrics& metrics) {
  VoiceQuality quality;
  quality.known = true;
  quality.loss_rate = metrics.loss_rate / 256.0;
  quality.discard_rate = metrics.discard_rate / 256.0;
  quality.burst_density = metrics.burst_density / 256.0;
  quality.gap_density = metrics.gap_density / 256.0;
  quality.burst_ms = metrics.burst_ms;
  quality.gap_ms = metrics.gap_ms;
  quality.end_system_delay_ms = metrics.end_system_delay_ms;
  quality.signal_dbm0 = level_of(metrics.signal_level);
  quality.noise_dbm0 = level_of(metrics.noise_level);
  quality.rating = metrics.rating <= 100 ? metrics.rating : -1;
  quality.listening_score = score_of(metrics.listening_score);
  quality.conversational_score = score_of(metrics.conversational_score);
  return quality;
}

}  // namespace hookswitch
