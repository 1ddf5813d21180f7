// Tones: level, frequency, timing, no clicks.
#include <limits>
#include <numbers>
#include <vector>

#include "signals.h"
#include "test.h"
#include "tone/tone_player.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

struct Timed {
  int duration_ms;
  ToneSegment segment;
};

Timed segment(int duration_ms, std::vector<TonePart> parts) {
  Timed made{duration_ms, {}};
  made.segment.part_count = parts.size();
  std::copy(parts.begin(), parts.end(), made.segment.parts.begin());
  return made;
}

void add_section(ToneScript& script, int duration_ms, const std::vector<Timed>& segments) {
  SequenceTiming& timing = script.timing;
  const size_t first = timing.section_count == 0
                           ? 0
                           : timing.sections[timing.section_count - 1].first + timing.sections[timing.section_count - 1].count;
  timing.sections[timing.section_count++] = {first, segments.size(), duration_ms};
  for (size_t i = 0; i < segments.size(); ++i) {
    timing.segment_ms[first + i] = segments[i].duration_ms;
    script.segments[first + i] = segments[i].segment;
  }
}

/// `duration_ms` 0: for ever.
ToneScript script(int duration_ms, std::vector<Timed> segments) {
  ToneScript made;
  add_section(made, duration_ms, segments);
  return made;
}

/// In chunks of 10 ms, as the engine does.
std::vector<std::int16_t> play(TonePlayer& player, int rate, int ms) {
  std::vector<std::int16_t> out(static_cast<std::size_t>(rate) * static_cast<std::size_t>(ms) / 1000);
  const std::size_t chunk = static_cast<std::size_t>(rate) / 100;
  for (std::size_t i = 0; i < out.size(); i += chunk) player.mix_into(std::span(out).subspan(i, chunk));
  return out;
}

/// The largest bend of a steady sine; a ramp of 4 ms adds little.
double bend_of_sine(double hz, int rate, double amplitude) {
  return amplitude * std::pow(2.0 * std::sin(std::numbers::pi * hz / rate), 2.0);
}

}  // namespace

TEST("a tone has its frequencies at their levels") {
  for (const int rate : {8000, 16000, 48000}) {
    TonePlayer player(rate);
    player.start(script(0, {segment(1000, {{350, -13}, {440, -16}})}));
    const auto pcm = play(player, rate, 1000);
    const auto steady = std::span(pcm).subspan(static_cast<std::size_t>(rate) / 10);
    CHECK_NEAR(decibel(amplitude_at(steady, 350, rate) / 32767), -13 - 3.14, 0.05);
    CHECK_NEAR(decibel(amplitude_at(steady, 440, rate) / 32767), -16 - 3.14, 0.05);
    CHECK(amplitude_at(steady, 395, rate) < 5);
  }
}

TEST("a tone that is repeated without a rest is one sine") {
  TonePlayer player(8000);
  player.start(script(0, {segment(333, {{425, -10}})}));
  const auto pcm = play(player, 8000, 2000);
  const double amplitude = 32767 * std::pow(10.0, -13.14 / 20.0);
  const auto expected = sine(425, 8000, pcm.size(), amplitude);
  for (std::size_t i = 40; i < pcm.size(); ++i) CHECK(std::abs(pcm[i] - expected[i]) <= 2);
}

TEST("tones start, change and stop without a click") {
  TonePlayer player(8000);
  player.start(script(0, {segment(103, {{440, -3}}), segment(57, {}), segment(61, {{880, -3}}), segment(50, {{440, -3}})}));
  const auto pcm = play(player, 8000, 1000);
  // The bend at a corner is the slope of the louder part times the ramp's step; without ramps it would be 15,000.
  CHECK(sharpest_bend(pcm) < bend_of_sine(880, 8000, 16500) * 1.25);
  player.stop();
  CHECK(player.active());
  auto tail = play(player, 8000, 10);
  CHECK(!player.active());
  CHECK_EQUAL(tail.back(), 0);
  std::vector<std::int16_t> joined(pcm.end() - 80, pcm.end());
  joined.insert(joined.end(), tail.begin(), tail.end());
  CHECK(sharpest_bend(joined) < bend_of_sine(880, 8000, 16500) * 1.25);
}

TEST("segments last as long as they say and repeat until their section is over") {
  TonePlayer player(8000);
  player.start(script(1000, {segment(200, {{1000, -10}}), segment(300, {})}));
  const auto pcm = play(player, 8000, 1500);
  CHECK(!player.active());
  const auto loud = [&](int from_ms, int to_ms) {
    return rms(std::span(pcm).subspan(static_cast<std::size_t>(from_ms) * 8, static_cast<std::size_t>(to_ms - from_ms) * 8));
  };
  CHECK(loud(5, 200) > 4000);
  CHECK_EQUAL(loud(205, 500), 0.0);
  CHECK(loud(505, 700) > 4000);
  CHECK_EQUAL(loud(705, 1500), 0.0);
}

TEST("a tone is added to what is there, and saturates") {
  TonePlayer player(8000);
  player.start(script(0, {segment(1000, {{1000, 3.14}, {1000.5, 3.14}, {2000, 3.14}, {500, 3.14}})}));
  std::vector<std::int16_t> pcm(8000, 20000);
  player.mix_into(pcm);
  CHECK_EQUAL(*std::max_element(pcm.begin(), pcm.end()), 32767);
  CHECK_EQUAL(*std::min_element(pcm.begin(), pcm.end()), -32768);
}

TEST("senseless scripts are silent and end") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  TonePlayer player(8000);
  player.start(ToneScript{});
  CHECK(!player.active());
  player.start(script(0, {segment(0, {{440, 0}}), segment(-5, {{440, 0}})}));
  CHECK(!player.active());
  player.start(script(110, {segment(100, {{nan, 0}, {440, nan}, {-440, 0}, {5000, 0}}), segment(10, {{infinite, -infinite}})}));
  CHECK_EQUAL(rms(play(player, 8000, 200)), 0.0);
  CHECK(!player.active());
  ToneScript broken = script(1, {segment(1, {{440, infinite}})});
  broken.timing.section_count = 9999;
  broken.timing.sections[0].count = 9999;
  broken.timing.sections[1].first = 9999;
  broken.segments[0].part_count = 9999;
  player.start(broken);
  play(player, 8000, 100);
  CHECK(!player.active());
}

TEST("segments shorter than the ramp do not run out of voices") {
  TonePlayer player(8000);
  std::vector<Timed> segments;
  for (int i = 0; i < 16; ++i) {
    const double hz = 300 + 100 * i;
    segments.push_back(segment(1, {{hz, -6}, {hz + 10, -6}, {hz + 20, -6}, {hz + 30, -6}}));
  }
  player.start(script(800, segments));
  play(player, 8000, 900);
  CHECK(!player.active());
}

TEST("sections follow each other, as in a stutter dial tone") {
  ToneScript stutter;
  add_section(stutter, 600, {segment(100, {{440, -10}}), segment(100, {})});
  add_section(stutter, 0, {});
  add_section(stutter, 1000, {segment(3'600'000, {{440, -10}})});
  TonePlayer player(8000);
  player.start(stutter);
  const auto pcm = play(player, 8000, 2000);
  const auto loud = [&](int from_ms, int to_ms) {
    return rms(std::span(pcm).subspan(static_cast<std::size_t>(from_ms) * 8, static_cast<std::size_t>(to_ms - from_ms) * 8));
  };
  for (const int pulse : {0, 200, 400}) {
    CHECK(loud(pulse + 5, pulse + 100) > 4000);
    CHECK_EQUAL(loud(pulse + 105, pulse + 200), 0.0);
  }
  CHECK(loud(605, 1600) > 4500);
  CHECK_EQUAL(loud(1605, 2000), 0.0);
  CHECK(!player.active());
}

TEST("a tone has six frequencies at most, each at its level") {
  TonePlayer player(16000);
  player.start(script(0, {segment(1000, {{400, -20}, {700, -21}, {1100, -22}, {1500, -23}, {2100, -24}, {2600, -25}})}));
  const auto pcm = play(player, 16000, 1000);
  const auto steady = std::span(pcm).subspan(1600);
  double level = -20;
  for (const double hz : {400, 700, 1100, 1500, 2100, 2600}) {
    CHECK_NEAR(decibel(amplitude_at(steady, hz, 16000) / 32767), level - 3.14, 0.1);
    level -= 1;
  }
}
