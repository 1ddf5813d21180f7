// Volume, mixing and level.
#include "dsp/gain.h"

#include <vector>

#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

TEST("volume steps are 3 dB apart around unity at 7, and 0 is silence") {
  for (int step = 0; step <= 10; ++step) {
    Gain gain(8000, step);
    auto pcm = sine(400, 8000, 800, 4000);
    const auto before = pcm;
    gain.apply(pcm);
    if (step == 0) {
      CHECK_EQUAL(rms(pcm), 0.0);
    } else {
      CHECK_NEAR(decibel(rms(pcm) / rms(before)), 3.0 * (step - 7), 0.02);
    }
    if (step == 7) CHECK(pcm == before);
  }
  CHECK_EQUAL(Gain(8000, 99).step(), 10);
  CHECK_EQUAL(Gain(8000, -1).step(), 0);
}

TEST("a change of volume takes 10 ms and leaves no step") {
  Gain gain(8000, 0);
  std::vector<std::int16_t> pcm(80, 10000);
  gain.set_step(7);
  gain.apply(pcm);
  CHECK_NEAR(pcm.front(), 125, 1);
  CHECK_EQUAL(pcm.back(), 10000);
  for (std::size_t i = 1; i < pcm.size(); ++i) CHECK(pcm[i] - pcm[i - 1] <= 126 && pcm[i] >= pcm[i - 1]);
  // Changed again half-way: it goes on from where it is.
  gain.set_step(0);
  std::vector<std::int16_t> half(40, 10000);
  gain.apply(half);
  gain.set_step(7);
  std::vector<std::int16_t> rest(80, 10000);
  gain.apply(rest);
  CHECK_NEAR(rest.front() - half.back(), 63, 2);
  CHECK_EQUAL(rest.back(), 10000);
}

TEST("loud volume and mixing saturate instead of wrapping") {
  Gain gain(8000, 10);
  std::vector<std::int16_t> pcm{30000, -30000, 32767, -32768};
  gain.apply(pcm);
  CHECK((pcm == std::vector<std::int16_t>{32767, -32768, 32767, -32768}));
  std::vector<std::int16_t> to{32000, -32000, 5};
  mix_into(to, std::vector<std::int16_t>{1000, -1000});
  CHECK((to == std::vector<std::int16_t>{32767, -32768, 5}));
}

TEST("the level meter speaks dBm0 of a sine") {
  LevelMeter meter;
  CHECK_EQUAL(meter.dbm0(), -100.0);
  meter.add(sine(1000, 8000, 8000, 32767));
  CHECK_NEAR(meter.dbm0(), 3.14, 0.01);
  CHECK_EQUAL(meter.peak(), 32767);
  meter.reset();
  meter.add(sine(1000, 8000, 8000, 3276.7));
  CHECK_NEAR(meter.dbm0(), -16.86, 0.01);
}
