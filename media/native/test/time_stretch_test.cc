// Time stretching: what is left out or said twice must not be heard.
#include "dsp/time_stretch.h"

#include <vector>

#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

enum class Way { compress, expand };

/// Pieces of 30 ms one after the other, every third of them stretched.
std::vector<std::int16_t> stretch(const std::vector<std::int16_t>& in, int rate, Way way, std::size_t* changed = nullptr) {
  const TimeStretch stretcher(rate);
  const std::size_t length = static_cast<std::size_t>(rate) * 30 / 1000;
  std::vector<std::int16_t> out;
  std::vector<std::int16_t> piece(length + stretcher.max_change());
  for (std::size_t i = 0; (i + 1) * length <= in.size(); ++i) {
    const auto part = std::span(in).subspan(i * length, length);
    if (i % 3 != 1) {
      out.insert(out.end(), part.begin(), part.end());
      continue;
    }
    const std::size_t count = way == Way::compress ? stretcher.compress(part, piece) : stretcher.expand(part, piece);
    CHECK(count <= length + stretcher.max_change() && count + stretcher.max_change() >= length);
    if (changed != nullptr && count != length) ++*changed;
    out.insert(out.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return out;
}

}  // namespace

TEST("stretching keeps the frequency and the level of a sine") {
  for (const int rate : {8000, 16000}) {
    for (const double hz : {150.0, 200.0, 440.0, 1000.0}) {
      const auto in = sine(hz, rate, static_cast<std::size_t>(rate) * 3, 10000);
      for (const Way way : {Way::compress, Way::expand}) {
        std::size_t changed = 0;
        const auto out = stretch(in, rate, way, &changed);
        CHECK(way == Way::compress ? out.size() * 40 < in.size() * 39 : out.size() * 40 > in.size() * 41);
        CHECK_EQUAL(changed, 33U);
        // A seam moves the phase by half a sample at most: the line stays where it is and loses a little at 8 kHz.
        const double here = amplitude_at(out, hz, rate);
        CHECK(here > 0.7 * 10000);
        CHECK(here > amplitude_at(out, hz * 1.02, rate) * 4 && here > amplitude_at(out, hz * 0.98, rate) * 4);
        CHECK_NEAR(decibel(rms(out) / rms(in)), 0.0, 0.2);
        CHECK(sharpest_bend(out) < sharpest_bend(in) * 1.3 + 150.0);
      }
    }
  }
}

TEST("stretching a voiced sound leaves no discontinuity") {
  for (const int rate : {8000, 16000}) {
    for (const double pitch : {75.0, 110.0, 220.0}) {
      const auto in = voiced(pitch, 8, rate, static_cast<std::size_t>(rate) * 2);
      for (const Way way : {Way::compress, Way::expand}) {
        std::size_t changed = 0;
        const auto out = stretch(in, rate, way, &changed);
        CHECK(changed > 19);
        CHECK(sharpest_bend(out) < sharpest_bend(in) * 1.2);
        CHECK_NEAR(decibel(rms(out) / rms(in)), 0.0, 0.4);
      }
    }
  }
}

TEST("a stretched piece begins and ends as it did") {
  const TimeStretch stretcher(8000);
  const auto in = voiced(130, 0, 8000, 240);
  std::vector<std::int16_t> out(400);
  const std::size_t longer = stretcher.expand(in, out);
  CHECK(longer > 240);
  CHECK(std::equal(in.begin(), in.begin() + 100, out.begin()));
  CHECK(std::equal(in.end() - 100, in.end(), out.begin() + static_cast<std::ptrdiff_t>(longer) - 100));
  const std::size_t shorter = stretcher.compress(in, out);
  CHECK(shorter < 240);
  CHECK_EQUAL(out[0], in[0]);
  CHECK_EQUAL(out[shorter - 1], in[239]);
}

TEST("compressing works in place") {
  const TimeStretch stretcher(8000);
  auto in = voiced(130, 0, 8000, 240);
  std::vector<std::int16_t> out(240);
  const std::size_t count = stretcher.compress(in, out);
  CHECK_EQUAL(stretcher.compress(in, in), count);
  CHECK(std::equal(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), in.begin()));
}

TEST("loud noise is left alone, near silence gives way at once") {
  const TimeStretch stretcher(8000);
  std::vector<std::int16_t> out(400);
  const auto loud = noise(240, 8000);
  CHECK_EQUAL(stretcher.compress(loud, out), 240U);
  CHECK_EQUAL(stretcher.expand(loud, out), 240U);
  CHECK(std::equal(loud.begin(), loud.end(), out.begin()));
  const auto quiet = noise(240, 60);
  CHECK_EQUAL(stretcher.compress(quiet, out), 120U);
  CHECK_EQUAL(stretcher.expand(quiet, out), 360U);
  const std::vector<std::int16_t> silence(160, 0);
  CHECK_EQUAL(stretcher.compress(silence, out), 80U);
  CHECK_EQUAL(stretcher.expand(silence, out), 240U);
}

TEST("pieces too short to stretch pass unchanged") {
  const TimeStretch stretcher(16000);
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{79}}) {
    const auto in = sine(1000, 16000, length, 9000);
    std::vector<std::int16_t> out(length + stretcher.max_change());
    CHECK_EQUAL(stretcher.compress(in, out), length);
    CHECK_EQUAL(stretcher.expand(in, out), length);
    CHECK(std::equal(in.begin(), in.end(), out.begin()));
  }
}

TEST("pieces of any length and loudness stay within their bounds") {
  for (const int rate : {8000, 16000}) {
    const TimeStretch stretcher(rate);
    std::uint32_t random = 3;
    for (int i = 0; i < 2000; ++i) {
      random = random * 1664525U + 1013904223U;
      const auto in = i % 2 == 0 ? noise((random >> 8) % 700, 32767, random) : sine(70.0 + i, rate, (random >> 8) % 700, 32767);
      std::vector<std::int16_t> out(in.size() + stretcher.max_change());
      const std::size_t shorter = stretcher.compress(in, out);
      CHECK(shorter <= in.size() && shorter + stretcher.max_change() >= in.size());
      const std::size_t longer = stretcher.expand(in, out);
      CHECK(longer >= in.size() && longer <= out.size());
    }
  }
}
