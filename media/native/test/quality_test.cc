// Scores, bursts and gaps, levels, and the bytes in which they are told.
#include "quality/voice_quality.h"

#include <array>
#include <cmath>
#include <vector>

#include "rtcp/rtcp_packet.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;

namespace {

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

void feed(BurstGap& fates, int played, int lost, int discarded = 0) {
  for (int index = 0; index < played; ++index) fates.decided(PacketFate::played);
  for (int index = 0; index < lost; ++index) fates.decided(PacketFate::lost);
  for (int index = 0; index < discarded; ++index) fates.decided(PacketFate::discarded);
}

}  // namespace

TEST("a call without loss and delay is as good as telephone can be") {
  const double rating = transmission_rating(delay_impairment(0), loss_impairment(codec_impairment("PCMU"), 0));
  CHECK(near(rating, 93.2, 1e-9));
  CHECK(near(opinion_score(rating), 4.41, 0.01));
}

TEST("the E-model's own examples: G.729 at 100 ms without loss, G.711 at 5 % and 150 ms") {
  CHECK(near(transmission_rating(delay_impairment(100), loss_impairment(codec_impairment("G729"), 0)), 79.8, 0.1));
  // G.711 with concealment: Ie,eff = 95 * 5 / (5 + 25.1).
  CHECK(near(transmission_rating(delay_impairment(150), loss_impairment(codec_impairment("PCMA"), 5)), 93.2 - 3.6 - 15.78, 0.1));
  CHECK(delay_impairment(300) > 0.024 * 300 + 13);
}

TEST("bursts hurt more than the same loss spread out") {
  const CodecImpairment codec = codec_impairment("PCMU");
  CHECK(loss_impairment(codec, 5, 3) > loss_impairment(codec, 5, 1) + 1.5);
}

TEST("scores stay within their scale") {
  CHECK_EQUAL(opinion_score(-5), 1.0);
  CHECK_EQUAL(opinion_score(120), 4.5);
  for (double rating = 0; rating <= 93; rating += 1) {
    const double score = opinion_score(rating);
    CHECK(score >= 1 && score <= 4.5);
  }
}

TEST("a single loss belongs to its gap") {
  BurstGap fates;
  feed(fates, 50, 1);
  feed(fates, 49, 0);
  const auto measures = fates.measures(20);
  CHECK_EQUAL(measures.packets, int64_t{100});
  CHECK(near(measures.loss_rate, 0.01, 1e-9));
  CHECK_EQUAL(measures.burst_density, 0.0);
  CHECK(near(measures.gap_density, 0.01, 1e-9));
  CHECK(near(measures.gap_ms, 2000, 1e-9));
}

TEST("losses with fewer than sixteen packets between them are one burst") {
  BurstGap fates;
  feed(fates, 40, 1);
  feed(fates, 3, 2);
  feed(fates, 5, 0, 1);
  feed(fates, 40, 0);
  // The burst: 1 lost, 3 played, 2 lost, 5 played, 1 discarded.
  const auto measures = fates.measures(20);
  CHECK(near(measures.burst_density, 4.0 / 12, 1e-9));
  CHECK(near(measures.burst_ms, 240, 1e-9));
  CHECK(near(measures.gap_density, 0, 1e-9));
  CHECK(near(measures.gap_ms, 80 * 20 / 2.0, 1e-9));
  CHECK(near(measures.discard_rate, 1.0 / 92, 1e-9));
}

TEST("sixteen packets between losses are a gap, fifteen are not") {
  BurstGap apart;
  feed(apart, 30, 1);
  feed(apart, 16, 1);
  feed(apart, 30, 0);
  CHECK_EQUAL(apart.measures(20).burst_density, 0.0);
  BurstGap together;
  feed(together, 30, 1);
  feed(together, 15, 1);
  feed(together, 30, 0);
  CHECK(near(together.measures(20).burst_density, 2.0 / 17, 1e-9));
}

TEST("a burst that is still open counts, and asking changes nothing") {
  BurstGap fates;
  feed(fates, 20, 4);
  const auto first = fates.measures(20);
  const auto second = fates.measures(20);
  CHECK_EQUAL(first.burst_density, 1.0);
  CHECK_EQUAL(first.burst_ms, second.burst_ms);
  CHECK(near(first.burst_ratio, 4 * (20.0 / 24), 1e-9));
}

TEST("everything lost and nothing received are told as they are") {
  BurstGap nothing;
  CHECK(!assess(nothing, SpeechLevel{}, {}, {}).known);
  BurstGap lost;
  feed(lost, 0, 100);
  const auto quality = assess(lost, SpeechLevel{}, {}, {});
  CHECK(quality.known);
  CHECK_EQUAL(quality.loss_rate, 1.0);
  CHECK(quality.listening_score < 2);
}

TEST("speech is told from what is around it") {
  SpeechLevel levels;
  std::vector<int16_t> pcm(160);
  for (int tick = 0; tick < 1000; ++tick) {
    // 0.6 s of -16 dBm0, 0.4 s of -50 dBm0.
    const double level = tick % 100 < 60 ? -16 : -50;
    const double amplitude = 32768 * std::pow(10, (level - 3.14) / 20);
    for (size_t index = 0; index < pcm.size(); ++index) {
      pcm[index] = static_cast<int16_t>(std::lround(amplitude * std::sin(2 * M_PI * 500 * static_cast<double>(index) / 16000)));
    }
    levels.add(pcm);
  }
  CHECK(levels.signal_dbm0().has_value() && near(*levels.signal_dbm0(), -16, 0.7));
  CHECK(levels.noise_dbm0().has_value() && near(*levels.noise_dbm0(), -50, 1.5));
}

TEST("metrics come back from their bytes as they went in") {
  BurstGap fates;
  feed(fates, 40, 3);
  feed(fates, 60, 0);
  const auto quality = assess(fates, SpeechLevel{}, codec_impairment("PCMU"), {.packet_ms = 20, .buffer_ms = 40, .device_ms = 30});
  const auto metrics = to_metrics(quality, 0x12345678, 31.4, {40, 60, 300});
  RtcpReport report;
  report.ssrc = 0x0a0b0c0d;
  report.canonical_name = "x";
  report.metrics = metrics;
  std::array<uint8_t, 256> datagram{};
  const size_t length = write_rtcp(report, datagram);
  CHECK(length > 0);
  const auto compound = parse_rtcp(std::span(datagram).first(length), 0x12345678);
  CHECK(compound.has_value() && compound->metrics_about_us.has_value());
  const VoipMetrics& read = *compound->metrics_about_us;
  CHECK_EQUAL(read.loss_rate, metrics.loss_rate);
  CHECK_EQUAL(read.burst_ms, uint16_t{60});
  CHECK_EQUAL(read.round_trip_ms, uint16_t{31});
  CHECK_EQUAL(read.end_system_delay_ms, uint16_t{90});
  CHECK_EQUAL(read.signal_level, int8_t{127});
  CHECK_EQUAL(read.buffer_limit_ms, uint16_t{300});
  const auto heard = to_quality(read);
  CHECK(near(heard.conversational_score, quality.conversational_score, 0.06));
  CHECK(!heard.signal_dbm0.has_value());
  CHECK(!parse_rtcp(std::span(datagram).first(length), 0x1).value().metrics_about_us.has_value());
}

TEST("extended reports cut short or of other blocks say nothing") {
  const std::array<uint8_t, 12> other{0, 0, 0, 1, 4, 0, 0, 1, 1, 2, 3, 4};
  CHECK(!find_voip_metrics(other, 1).has_value());
  std::array<uint8_t, 40> block{0, 0, 0, 1, 7, 0, 0, 8, 0, 0, 0, 9};
  CHECK(find_voip_metrics(block, 9).has_value());
  for (size_t length = 0; length < block.size(); ++length) CHECK(!find_voip_metrics(std::span(block).first(length), 9).has_value());
  block[7] = 0;
  CHECK(!find_voip_metrics(block, 9).has_value());
}
