// Sample rate conversion: level in the pass band, rejection beyond, counts, delay.
#include "dsp/resampler.h"

#include <utility>
#include <vector>

#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr std::pair<int, int> pairs[] = {{8000, 16000}, {8000, 48000}, {16000, 48000},
                                         {16000, 8000}, {48000, 8000}, {48000, 16000}};

std::vector<std::int16_t> convert(int from, int to, std::span<const std::int16_t> in) {
  std::vector<std::int16_t> out;
  Resampler(from, to).process(in, out);
  return out;
}

std::span<const std::int16_t> steady(const std::vector<std::int16_t>& pcm) { return std::span(pcm).subspan(pcm.size() / 10); }

}  // namespace

TEST("resampling keeps the level of the pass band") {
  for (const auto& [from, to] : pairs) {
    const double lower = std::min(from, to);
    for (const double fraction : {0.025, 0.125, 0.3, 0.425, 0.4375}) {
      const double hz = fraction * lower;
      const auto out = convert(from, to, sine(hz, from, static_cast<std::size_t>(from), 16000));
      CHECK_NEAR(decibel(amplitude_at(steady(out), hz, to) / 16000), 0.0, 0.1);
      // Nothing else: what is left after the sine is rounding and stop band.
      const double level = rms(steady(out)) * std::numbers::sqrt2;
      CHECK_NEAR(decibel(level / 16000), 0.0, 0.1);
    }
  }
}

TEST("resampling down rejects what would fold into the band") {
  for (const auto& [from, to] : pairs) {
    if (from < to) continue;
    for (double hz = 0.5625 * to; hz < from / 2.0; hz += to / 16.0 + 7.0) {
      const auto out = convert(from, to, sine(hz, from, static_cast<std::size_t>(from), 16000));
      CHECK(decibel(rms(steady(out)) * std::numbers::sqrt2 / 16000) < -66.0);
    }
  }
}

TEST("resampling up leaves no images") {
  for (const auto& [from, to] : pairs) {
    if (from > to) continue;
    for (const double fraction : {0.125, 0.4, 0.4375}) {
      const double hz = fraction * from;
      const auto out = convert(from, to, sine(hz, from, static_cast<std::size_t>(from), 16000));
      for (int image = 1; image * from <= to / 2; ++image) {
        CHECK(decibel(amplitude_at(steady(out), image * from - hz, to) / 16000) < -66.0);
        if (image * from + hz >= to / 2.0) continue;
        CHECK(decibel(amplitude_at(steady(out), image * from + hz, to) / 16000) < -66.0);
      }
    }
  }
}

TEST("a block of 10 ms stays one, without allocation") {
  for (const auto& [from, to] : pairs) {
    Resampler resampler(from, to);
    std::vector<std::int16_t> out;
    out.reserve(static_cast<std::size_t>(to) / 100);
    const auto in = noise(static_cast<std::size_t>(from) / 100, 8000);
    const auto* where = out.data();
    for (int i = 0; i < 20; ++i) {
      out.clear();
      resampler.process(in, out);
      CHECK_EQUAL(out.size(), static_cast<std::size_t>(to) / 100);
      CHECK(out.data() == where);
    }
  }
}

TEST("resampling does not depend on how the signal is cut") {
  for (const auto& [from, to] : pairs) {
    const auto in = noise(5000, 20000);
    const auto whole = convert(from, to, in);
    Resampler resampler(from, to);
    std::vector<std::int16_t> parts;
    std::size_t at = 0;
    for (std::size_t length = 1; at < in.size(); length = length * 7 % 601 + 1) {
      const std::size_t count = std::min(length, in.size() - at);
      resampler.process(std::span(in).subspan(at, count), parts);
      at += count;
    }
    CHECK(parts == whole);
  }
}

TEST("resampling delays by what it says, less than 2.5 ms") {
  for (const auto& [from, to] : pairs) {
    Resampler resampler(from, to);
    CHECK(resampler.delay_samples() / to < 0.0025);
    const double hz = 500;
    std::vector<std::int16_t> out;
    resampler.process(sine(hz, from, static_cast<std::size_t>(from), 16000), out);
    const double lag = 2.0 * std::numbers::pi * hz * resampler.delay_samples() / to;
    const auto expected = sine(hz, to, out.size(), 16000, -lag);
    CHECK(snr(steady(expected), steady(out)) > 55.0);
  }
}

TEST("equal rates pass bit by bit, odd pairs work, full scale saturates") {
  const auto in = noise(1000, 32000);
  CHECK(convert(16000, 16000, in) == in);
  const auto out = convert(44100, 16000, sine(1000, 44100, 44100, 16000));
  CHECK_EQUAL(out.size(), 16000U);
  CHECK_NEAR(decibel(amplitude_at(steady(out), 1000, 16000) / 16000), 0.0, 0.1);
  std::vector<std::int16_t> square(8000);
  for (std::size_t i = 0; i < square.size(); ++i) square[i] = i / 8 % 2 == 0 ? 32767 : -32768;
  const auto loud = convert(8000, 16000, square);
  CHECK_EQUAL(*std::max_element(loud.begin(), loud.end()), 32767);
  CHECK_EQUAL(*std::min_element(loud.begin(), loud.end()), -32768);
}
