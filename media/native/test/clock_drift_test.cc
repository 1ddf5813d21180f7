// Two clocks that are not the same: an hour of talk by default, DRIFT_HOURS=24 for a day.
#include <cstdlib>
#include <vector>

#include "codec/codec.h"
#include "jitter/jitter_buffer.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int64_t kTickUs = 10'000;
constexpr int64_t kHourUs = 3'600'000'000;

/// Six seconds of talk, half of it a voice, then a breath, then noise that never repeats.
std::vector<std::vector<uint8_t>> talk() {
  std::vector<int16_t> pcm = voiced(110, 4, 8000, 8000 * 3);
  pcm.resize(8000 * 4);
  const auto hiss = noise(8000 * 2, 3000);
  pcm.insert(pcm.end(), hiss.begin(), hiss.end());
  const auto codec = make_codec("PCMU");
  std::vector<std::vector<uint8_t>> packets(pcm.size() / 160, std::vector<uint8_t>(160));
  for (size_t index = 0; index < packets.size(); ++index) codec->encode(std::span(pcm).subspan(index * 160, 160), packets[index]);
  return packets;
}

struct Outcome {
  int lowest_ms = 1000;
  int highest_ms = 0;
  JitterStatistics statistics;
};

Outcome listen(double ppm, double hours) {
  const auto packets = talk();
  DecoderBank decoders(16000);
  decoders.add(0, "PCMU");
  JitterBuffer buffer(16000);
  std::vector<int16_t> out(160);
  Outcome outcome;
  const auto end_us = static_cast<int64_t>(hours * kHourUs);
  uint32_t index = 0;
  double next_us = 4321;
  for (int64_t now_us = 0; now_us < end_us; now_us += kTickUs) {
    for (; next_us <= static_cast<double>(now_us); next_us += 20'000 * (1 + ppm / 1e6), ++index) {
      buffer.insert(index * 160, 0, packets[index % packets.size()], 8000, now_us);
    }
    buffer.pull(decoders, now_us, out);
    // The start needs to settle.
    if (now_us < 10'000'000) continue;
    outcome.lowest_ms = std::min(outcome.lowest_ms, buffer.delay_ms());
    outcome.highest_ms = std::max(outcome.highest_ms, buffer.delay_ms());
  }
  outcome.statistics = buffer.statistics();
  return outcome;
}

}  // namespace

TEST("a clock that is 100 ppm off neither runs the buffer dry nor lets it grow") {
  const char* hours = std::getenv("DRIFT_HOURS");
  for (const double ppm : {100.0, -100.0}) {
    const Outcome outcome = listen(ppm, hours == nullptr ? 1 : std::atof(hours));
    CHECK_EQUAL(outcome.statistics.concealed_ms, 0);
    CHECK_EQUAL(outcome.statistics.late, 0);
    CHECK_EQUAL(outcome.statistics.resyncs, 0);
    CHECK(outcome.lowest_ms >= 0);
    CHECK(outcome.highest_ms <= 60);
    CHECK(outcome.statistics.stretched > 0);
  }
}
