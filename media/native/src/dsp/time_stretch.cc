// Time stretching by overlap-add of similar waveforms.
//
//            begin      +length     +2 length
//   in    ...|    A     |    B     |...
//   compress ...| A>B   |...             A fades into B: length samples less
//   expand   ...|    A     | B>A   |    B     |...   B fades into A, then B: length samples more
#include "dsp/time_stretch.h"

#include <algorithm>
#include <cmath>

#include "dsp/gain.h"
#include "dsp/pitch.h"

namespace hookswitch {
namespace {

/// Mean square of a root of 64: -51 dBm0, the idle noise of a room through a telephone. There any seam goes unheard.
constexpr float quiet_energy = 64.0F * 64.0F;

std::int16_t fade(std::int16_t from, std::int16_t to, std::size_t i, std::size_t length) {
  const float weight = static_cast<float>(i + 1) / static_cast<float>(length + 1);
  return saturate(static_cast<int>(std::lrintf((1.0F - weight) * from + weight * to)));
}

bool quiet(std::span<const std::int16_t> pcm) {
  float energy = 0;
  for (const float sample : pcm) energy += sample * sample;
  return energy < quiet_energy * static_cast<float>(pcm.size());
}

}  // namespace

TimeStretch::TimeStretch(int rate)
    : stride_(static_cast<std::size_t>(rate) / 4000),
      min_period_(static_cast<std::size_t>(rate) / 400),
      max_period_(static_cast<std::size_t>(rate) * 15 / 1000) {}

TimeStretch::Seam TimeStretch::find_seam(std::span<const std::int16_t> in, float least_likeness) const {
  const std::size_t longest = std::min(max_period_, in.size() / 2);
  if (longest < min_period_) return {};
  const auto at = [&](std::size_t length) { return Seam{.begin = in.size() / 2 - length, .length = length}; };
  if (quiet(in)) return at(longest);

  const auto likeness = [&](const Seam& seam, std::size_t stride) {
    return similarity(in.subspan(seam.begin, seam.length), in.subspan(seam.begin + seam.length, seam.length), stride);
  };
  Seam best;
  float best_likeness = -2.0F;
  const auto search = [&](std::size_t from, std::size_t to, std::size_t step) {
    for (std::size_t length = from; length <= to; length += step) {
      const float found = likeness(at(length), step);
      if (found <= best_likeness) continue;
      best_likeness = found;
      best = at(length);
    }
  };
  search(min_period_, longest, stride_);
  const std::size_t coarse = best.length;
  best_likeness = -2.0F;
  search(std::max(min_period_ + stride_, coarse + 1) - stride_, std::min(longest, coarse + stride_ - 1), 1);
  return best_likeness >= least_likeness ? best : Seam{};
}

std::size_t TimeStretch::compress(std::span<const std::int16_t> in, std::span<std::int16_t> out, float likeness) const {
  const auto [begin, length] = find_seam(in, likeness);
  // Each sample is read before its place is written, so `out` may be `in`.
  std::copy(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(begin), out.begin());
  for (std::size_t i = begin; i < begin + length; ++i) out[i] = fade(in[i], in[i + length], i - begin, length);
  for (std::size_t i = begin + 2 * length; i < in.size(); ++i) out[i - length] = in[i];
  return in.size() - length;
}

std::size_t TimeStretch::expand(std::span<const std::int16_t> in, std::span<std::int16_t> out, float likeness) const {
  const auto [begin, length] = find_seam(in, likeness);
  const std::size_t middle = begin + length;
  std::copy(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(middle), out.begin());
  for (std::size_t i = 0; i < length; ++i) out[middle + i] = fade(in[middle + i], in[begin + i], i, length);
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(middle), in.end(),
            out.begin() + static_cast<std::ptrdiff_t>(middle + length));
  return in.size() + length;
}

}  // namespace hookswitch
