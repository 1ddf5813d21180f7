// Concealment: how near it comes to what was lost, and that nobody hears its seams.
#include "dsp/concealment.h"

#include <set>
#include <vector>

#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

/// The signal with some of its frames of `frame_ms` lost.
std::vector<std::int16_t> conceal(const std::vector<std::int16_t>& in, int rate, int frame_ms,
                                  const std::set<std::size_t>& lost) {
  std::vector<std::int16_t> out = in;
  Concealment concealment(rate);
  const std::size_t length = static_cast<std::size_t>(rate * frame_ms / 1000);
  for (std::size_t frame = 0; (frame + 1) * length <= out.size(); ++frame) {
    const auto part = std::span(out).subspan(frame * length, length);
    if (lost.contains(frame)) {
      std::fill(part.begin(), part.end(), std::int16_t{12345});
      concealment.lost(part);
    } else {
      concealment.good(part);
    }
  }
  return out;
}

}  // namespace

TEST("concealment leaves an undisturbed signal bit-exact") {
  const auto in = voiced(120, 0, 8000, 8000);
  CHECK(conceal(in, 8000, 20, {}) == in);
}

TEST("a lost frame of a sine is hardly missed") {
  for (const int rate : {8000, 16000}) {
    for (const double hz : {100.0, 150.0, 200.0, 440.0, 1000.0}) {
      const auto in = sine(hz, rate, static_cast<std::size_t>(rate), 10000);
      const auto out = conceal(in, rate, 10, {30});
      const std::size_t frame = static_cast<std::size_t>(rate) / 100;
      const auto part = [&](const auto& pcm) { return std::span(pcm).subspan(30 * frame, frame); };
      CHECK(snr(part(in), part(out)) > 12.0);
      CHECK(sharpest_bend(out) < sharpest_bend(in) * 1.5 + 250.0);
    }
  }
}

TEST("a lost packet of 20 ms within a voiced sound keeps the waveform") {
  for (const int rate : {8000, 16000}) {
    for (const double pitch : {90.0, 123.0, 210.0}) {
      const auto in = voiced(pitch, 10, rate, static_cast<std::size_t>(rate));
      const auto out = conceal(in, rate, 20, {20});
      const std::size_t frame = static_cast<std::size_t>(rate) / 50;
      const auto part = [&](const auto& pcm) { return std::span(pcm).subspan(20 * frame, frame); };
      // Silence instead would be 0 dB, the last packet again about -3.
      CHECK(snr(part(in), part(out)) > 14.0);
      CHECK(rms(part(out)) > 0.75 * rms(part(in)));
      CHECK(rms(part(out)) < 1.1 * rms(part(in)));
    }
  }
}

TEST("neither the beginning nor the end of a gap clicks") {
  for (const int rate : {8000, 16000}) {
    for (const double pitch : {90.0, 123.0, 210.0}) {
      const auto in = voiced(pitch, 40, rate, static_cast<std::size_t>(rate));
      const std::set<std::size_t> gaps[] = {{20}, {20, 21, 22}, {20, 21, 22, 23, 24, 25, 26, 27}, {20, 22, 24}};
      for (const auto& lost : gaps) {
        const auto out = conceal(in, rate, 10, lost);
        CHECK(sharpest_bend(out) < sharpest_bend(in) * 1.5);
      }
    }
  }
}

TEST("a gap of 80 ms keeps half of its loudness, and 120 ms fade out") {
  const auto in = sine(200, 8000, 8000, 10000);
  std::set<std::size_t> lost;
  for (std::size_t frame = 50; frame < 64; ++frame) lost.insert(frame);
  const auto out = conceal(in, 8000, 10, lost);
  const auto loudness = [&](std::size_t frame) { return rms(std::span(out).subspan(frame * 80, 80)) / 7071.0; };
  CHECK_NEAR(loudness(50), 1.0, 0.02);
  CHECK_NEAR(loudness(53), 0.82, 0.03);
  CHECK_NEAR(loudness(57), 0.54, 0.03);
  CHECK_NEAR(loudness(59), 0.31, 0.03);
  CHECK_NEAR(loudness(61), 0.07, 0.03);
  for (std::size_t frame = 62; frame < 64; ++frame) CHECK_EQUAL(loudness(frame), 0.0);
  // The signal is back within 10 ms.
  CHECK(loudness(64) < 0.8);
  CHECK_NEAR(loudness(65), 1.0, 0.01);
  CHECK(std::equal(in.begin() + 65 * 80, in.end(), out.begin() + 65 * 80));
}

TEST("what is no voice does not turn into a tone") {
  for (const int rate : {8000, 16000}) {
    const auto in = noise(static_cast<std::size_t>(rate), 8000, 5);
    const auto out = conceal(in, rate, 20, {20, 21});
    const std::size_t frame = static_cast<std::size_t>(rate) / 50;
    const auto gap = std::span(out).subspan(20 * frame, 2 * frame);
    CHECK(rms(gap) > 0.7 * rms(in));
    // A tone has most of its strength at one frequency, noise nowhere.
    for (double hz = 100; hz < 2000; hz += 25) CHECK(amplitude_at(gap, hz, rate) < rms(gap));
  }
}

TEST("a gap before anything was heard is silence") {
  Concealment concealment(8000);
  std::vector<std::int16_t> frame(160, 99);
  concealment.lost(frame);
  CHECK_EQUAL(rms(frame), 0.0);
  auto first = sine(300, 8000, 160, 8000);
  concealment.good(first);
  concealment.lost(frame);
  CHECK(rms(frame) > 1000);
}

TEST("frames of any length and full-scale noise do no harm") {
  for (const int rate : {8000, 16000}) {
    Concealment concealment(rate);
    std::uint32_t random = 7;
    for (int i = 0; i < 3000; ++i) {
      random = random * 1664525U + 1013904223U;
      auto frame = noise((random >> 8) % 1200, 32767, random);
      if ((random >> 20) % 3 == 0) {
        concealment.lost(frame);
      } else {
        concealment.good(frame);
      }
    }
  }
}
