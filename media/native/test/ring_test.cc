// Rings: cadence, recording, rise.
#include <vector>

#include "signals.h"
#include "test.h"
#include "tone/ring_player.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int kRate = 16000;

std::unique_ptr<RingScript> steady_ring() {
  auto ring = std::make_unique<RingScript>();
  ring->tune.timing.section_count = 1;
  ring->tune.timing.sections[0] = {0, 1, 0};
  ring->tune.timing.segment_ms[0] = 1000;
  ring->tune.segments[0].part_count = 1;
  ring->tune.segments[0].parts[0] = {1000, -10};
  return ring;
}

/// 200 ms of sound, 300 ms of rest, for 1 s; 0: for ever.
void give_cadence(RingScript& ring, int duration_ms) {
  ring.cadence.section_count = 1;
  ring.cadence.sections[0] = {0, 2, duration_ms};
  ring.cadence.segment_ms[0] = 200;
  ring.cadence.segment_ms[1] = 300;
  ring.sounding = 1;
}

std::vector<std::int16_t> play(RingPlayer& player, int ms) {
  std::vector<std::int16_t> out(static_cast<std::size_t>(kRate / 1000 * ms));
  for (std::size_t i = 0; i < out.size(); i += 160) player.mix_into(std::span(out).subspan(i, 160));
  return out;
}

double loud(std::span<const std::int16_t> pcm, int from_ms, int to_ms) {
  return rms(pcm.subspan(static_cast<std::size_t>(from_ms) * 16, static_cast<std::size_t>(to_ms - from_ms) * 16));
}

}  // namespace

TEST("a ring sounds in its cadence, without clicks, and ends with it") {
  RingPlayer player(kRate);
  auto ring = steady_ring();
  give_cadence(*ring, 1000);
  player.start(ring);
  const auto pcm = play(player, 1500);
  for (const int start : {0, 500}) {
    CHECK(loud(pcm, start + 10, start + 200) > 4000);
    CHECK_EQUAL(loud(pcm, start + 210, start + 500), 0.0);
  }
  CHECK_EQUAL(loud(pcm, 1010, 1500), 0.0);
  CHECK(!player.active());
  CHECK(sharpest_bend(pcm) < 7210 * std::pow(2.0 * std::sin(std::numbers::pi * 1000 / kRate), 2.0) * 1.6);
}

TEST("a recording begins anew with each sounding part of the cadence, and again when it is over") {
  RingPlayer player(kRate);
  auto ring = std::make_unique<RingScript>();
  // 100 ms: louder at its beginning.
  ring->recording = sine(500, kRate, 1600, 4000);
  for (std::size_t i = 0; i < 800; ++i) ring->recording[i] = static_cast<std::int16_t>(ring->recording[i] * 4);
  give_cadence(*ring, 0);
  player.start(ring);
  const auto pcm = play(player, 2000);
  for (const int start : {0, 500, 1000, 1500}) {
    CHECK(loud(pcm, start + 10, start + 45) > 10000);
    CHECK_NEAR(loud(pcm, start + 60, start + 90), 4000 / std::sqrt(2.0), 100);
    CHECK(loud(pcm, start + 105, start + 145) > 10000);
    CHECK_EQUAL(loud(pcm, start + 210, start + 490), 0.0);
  }
}

TEST("a ring that rises begins 24 dB below") {
  RingPlayer player(kRate);
  auto ring = steady_ring();
  ring->rise_ms = 2000;
  player.start(ring);
  const auto pcm = play(player, 3000);
  const double full = loud(pcm, 2500, 3000);
  CHECK_NEAR(decibel(loud(pcm, 0, 100) / full), -23.4, 0.6);
  CHECK_NEAR(decibel(loud(pcm, 950, 1050) / full), -12, 0.3);
}

TEST("a ring that stops fades, and what was played is given back") {
  RingPlayer player(kRate);
  auto ring = steady_ring();
  const RingScript* first = ring.get();
  player.start(ring);
  CHECK(ring == nullptr);
  play(player, 50);
  player.stop();
  CHECK(player.active());
  play(player, 10);
  CHECK(!player.active());
  auto second = steady_ring();
  player.start(second);
  CHECK(second.get() == first);
  std::unique_ptr<RingScript> none;
  player.start(none);
  CHECK_EQUAL(rms(play(player, 20)), 0.0);
}
