// Limiter, mix-minus and who talks.
#include <array>
#include <memory>
#include <vector>

#include "mixer/conference.h"
#include "mixer/limiter.h"
#include "mixer/mixer.h"
#include "mixer/voice.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int kRate = 16'000;
constexpr size_t kTick = 160;

std::vector<int16_t> limited(const std::vector<int32_t>& sum) {
  Limiter limiter;
  std::vector<int16_t> out(sum.size());
  for (size_t at = 0; at + kTick <= sum.size(); at += kTick) {
    limiter.process(std::span(sum).subspan(at, kTick), std::span(out).subspan(at, kTick));
  }
  return out;
}

std::vector<int32_t> scaled(const std::vector<int16_t>& from, int factor) {
  std::vector<int32_t> to(from.size());
  for (size_t at = 0; at < from.size(); ++at) to[at] = from[at] * factor;
  return to;
}

/// A conference of voices with given sounds, tick by tick; `mics` says who hears us.
struct Party {
  std::vector<int16_t> says;
  bool hears_us = true;
  Voice voice{kRate};
  std::vector<int16_t> hears;
};

void talk(std::vector<std::unique_ptr<Party>>& parties, const std::vector<int16_t>& microphone) {
  Conference conference(kTick);
  for (size_t at = 0; at + kTick <= microphone.size(); at += kTick) {
    conference.begin();
    for (auto& party : parties) {
      std::copy_n(party->says.begin() + static_cast<std::ptrdiff_t>(at), kTick, party->voice.frame().begin());
      party->voice.heard(true);
      conference.add(party->voice);
    }
    for (auto& party : parties) {
      const auto ours = std::span(microphone).subspan(at, kTick);
      const auto out = conference.minus(party->voice, party->hears_us ? ours : std::span<const int16_t>());
      party->hears.insert(party->hears.end(), out.begin(), out.end());
    }
  }
}

}  // namespace

TEST("mixer: a sum that fits passes bit by bit") {
  const auto loud = sine(440, kRate, 1600, 29'000);
  CHECK(limited(scaled(loud, 1)) == loud);
}

TEST("mixer: what is too loud is turned down without clicks and comes back untouched") {
  // Quiet, then four times full scale for 300 ms, then quiet for long.
  auto sum = scaled(sine(440, kRate, 1600, 8000), 1);
  for (const int32_t sample : scaled(sine(440, kRate, 4800, 30'000), 4)) sum.push_back(sample);
  for (const int32_t sample : scaled(sine(440, kRate, 64'000, 8000), 1)) sum.push_back(sample);
  const auto out = limited(sum);
  // The steepest step of a full-scale sine of 440 Hz is 5660. The wave itself begins with a kink, so it counts from 2 ms later.
  int steepest = 0;
  int highest = 0;
  for (size_t at = 1; at < out.size(); ++at) {
    if (at < 1600 || at > 1632) steepest = std::max(steepest, std::abs(out[at] - out[at - 1]));
    highest = std::max(highest, std::abs(static_cast<int>(out[at])));
  }
  CHECK(steepest < 6000);
  CHECK(highest <= 32'767);
  // While it is loud it is the tone and not its harmonics.
  const std::span<const int16_t> during = std::span(out).subspan(2400, 3200);
  const double tone = amplitude_at(during, 440, kRate);
  CHECK(decibel(tone / 32'768) > -2.5);
  for (int harmonic = 2; harmonic <= 9; ++harmonic) CHECK(decibel(amplitude_at(during, 440.0 * harmonic, kRate) / tone) < -40);
  // A step down in level is a bend of the wave, no more: 100 ms after it the quiet tone has its place back bit by bit.
  const auto quiet = sine(440, kRate, 64'000, 8000);
  CHECK(std::equal(quiet.end() - 8000, quiet.end(), out.end() - 8000));
}

TEST("mixer: every party of a conference hears exactly the others and us, and not itself") {
  std::vector<std::unique_ptr<Party>> parties;
  for (uint32_t seed = 1; seed <= 4; ++seed) {
    parties.push_back(std::make_unique<Party>());
    parties.back()->says = noise(1600, 3000, seed);
    parties.back()->voice.join(seed == 4 ? 2 : 1);
    parties.back()->hears_us = seed != 3;
  }
  const auto microphone = noise(1600, 3000, 9);
  talk(parties, microphone);
  const auto& p = parties;
  for (size_t at = 0; at < microphone.size(); ++at) {
    CHECK_EQUAL(int{p[0]->hears[at]}, p[1]->says[at] + p[2]->says[at] + microphone[at]);
    CHECK_EQUAL(int{p[1]->hears[at]}, p[0]->says[at] + p[2]->says[at] + microphone[at]);
    // Put aside by us; and another group.
    CHECK_EQUAL(int{p[2]->hears[at]}, p[0]->says[at] + p[1]->says[at]);
    CHECK_EQUAL(int{p[3]->hears[at]}, int{microphone[at]});
  }
}

TEST("mixer: levels of a party are exact to 0.1 dB, and a mute is silence") {
  for (const float level : {-20.0F, -6.0F, 0.0F, 6.0F}) {
    std::vector<std::unique_ptr<Party>> parties;
    for (int index = 0; index < 2; ++index) {
      parties.push_back(std::make_unique<Party>());
      parties.back()->says = sine(1000, kRate, 8000, 4000);
      parties.back()->voice.join(1);
    }
    parties[0]->voice.set(false, level);
    parties[1]->voice.set(true, 0);
    talk(parties, std::vector<int16_t>(8000));
    const std::span<const int16_t> steady = std::span<const int16_t>(parties[1]->hears).subspan(1600);
    CHECK_NEAR(decibel(amplitude_at(steady, 1000, kRate) / 4000), level, 0.1);
    // The fade of 10 ms, then nothing.
    CHECK_EQUAL(rms(std::span<const int16_t>(parties[0]->hears).subspan(160)), 0.0);
  }
}

TEST("mixer: sixty-four parties that all shout are turned down, not clipped") {
  std::vector<std::unique_ptr<Party>> parties;
  for (uint32_t index = 0; index < 64; ++index) {
    parties.push_back(std::make_unique<Party>());
    parties.back()->says = sine(200 + 40 * index, kRate, 8000, 20'000, index);
    parties.back()->voice.join(1);
  }
  talk(parties, std::vector<int16_t>(8000));
  const std::span<const int16_t> steady = std::span<const int16_t>(parties[7]->hears).subspan(1600, 3200);
  // The voices are 40 Hz apart, so each stands alone in 200 ms.
  const double neighbour = amplitude_at(steady, 200 + 40 * 8, kRate);
  CHECK(neighbour > 400);
  CHECK(decibel(amplitude_at(steady, 200 + 40 * 7, kRate) / neighbour) < -25);
  // Between the tones is what distortion would put there.
  CHECK(decibel(amplitude_at(steady, 200 + 40 * 30 + 20, kRate) / neighbour) < -25);
}

TEST("mixer: who talks is told after a short while, and pauses between words are no silence") {
  TalkDetector talk;
  const auto speech = voiced(120, 5, kRate, 3200);
  const auto hush = noise(3200, 20);
  const auto span = [&](const std::vector<int16_t>& pcm) {
    talk.add(pcm);
    return talk.judge();
  };
  CHECK(!span(hush));
  CHECK(span(speech));
  CHECK(span(hush));
  CHECK(span(hush));
  CHECK(span(speech));
  CHECK(span(hush));
  CHECK(span(hush));
  CHECK(!span(hush));
}
