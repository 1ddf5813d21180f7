// Byte by byte as RFC 3611 §4.7 draws it.
#include "rtcp/voip_metrics.h"

namespace hookswitch {

namespace {
constexpr uint8_t kBlockType = 7;
constexpr uint16_t kBlockWords = 8;
}  // namespace

void write_voip_metrics(ByteWriter& writer, const VoipMetrics& metrics) {
  writer.u8(kBlockType);
  writer.u8(0);
  writer.u16(kBlockWords);
  writer.u32(metrics.ssrc);
  for (const uint8_t share : {metrics.loss_rate, metrics.discard_rate, metrics.burst_density, metrics.gap_density}) writer.u8(share);
  for (const uint16_t ms : {metrics.burst_ms, metrics.gap_ms, metrics.round_trip_ms, metrics.end_system_delay_ms}) writer.u16(ms);
  writer.u8(static_cast<uint8_t>(metrics.signal_level));
  writer.u8(static_cast<uint8_t>(metrics.noise_level));
  writer.u8(metrics.residual_echo);
  writer.u8(metrics.gap_threshold);
  writer.u8(metrics.rating);
  writer.u8(metrics.external_rating);
  writer.u8(metrics.listening_score);
  writer.u8(metrics.conversational_score);
  writer.u8(metrics.configuration);
  writer.u8(0);
  for (const uint16_t ms : {metrics.buffer_nominal_ms, metrics.buffer_maximum_ms, metrics.buffer_limit_ms}) writer.u16(ms);
}

std::optional<VoipMetrics> find_voip_metrics(std::span<const uint8_t> body, uint32_t ssrc) {
  ByteReader reader(body);
  reader.u32();  // who reports
  while (reader.ok() && reader.remaining() >= 4) {
    const uint8_t type = reader.u8();
    reader.u8();
    const size_t words = reader.u16();
    ByteReader block(reader.take(words * 4));
    if (!reader.ok()) return std::nullopt;
    if (type != kBlockType || words != kBlockWords) continue;
    VoipMetrics metrics;
    metrics.ssrc = block.u32();
    metrics.loss_rate = block.u8();
    metrics.discard_rate = block.u8();
    metrics.burst_density = block.u8();
    metrics.gap_density = block.u8();
    metrics.burst_ms = block.u16();
    metrics.gap_ms = block.u16();
    metrics.round_trip_ms = block.u16();
    metrics.end_system_delay_ms = block.u16();
    metrics.signal_level = static_cast<int8_t>(block.u8());
    metrics.noise_level = static_cast<int8_t>(block.u8());
    metrics.residual_echo = block.u8();
    metrics.gap_threshold = block.u8();
    metrics.rating = block.u8();
    metrics.external_rating = block.u8();
    metrics.listening_score = block.u8();
    metrics.conversational_score = block.u8();
    metrics.configuration = block.u8();
    block.u8();
    metrics.buffer_nominal_ms = block.u16();
    metrics.buffer_maximum_ms = block.u16();
    metrics.buffer_limit_ms = block.u16();
    if (metrics.ssrc == ssrc && block.ok()) return metrics;
  }
  return std::nullopt;
}

}  // namespace hookswitch
