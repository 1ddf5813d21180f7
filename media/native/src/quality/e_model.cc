// The E-model as far as packets change it.
#include "quality/e_model.h"

#include <algorithm>
#include <array>

namespace hookswitch {

namespace {

struct NamedImpairment {
  std::string_view name;
  CodecImpairment impairment;
};

constexpr std::array<NamedImpairment, 7> kCodecs{{
    {"G729", {11, 19}},
    {"iLBC", {10, 32}},
    {"GSM", {20, 10}},
    {"G726-40", {2, 25.1}},
    {"G726-32", {7, 25.1}},
    {"G726-24", {25, 25.1}},
    {"G726-16", {50, 25.1}},
}};

/// R without any delay and loss, with all of G.107's defaults.
constexpr double kBestRating = 93.2;
/// Beyond it people wait for each other.
constexpr double kFreeDelayMs = 177.3;

}  // namespace

CodecImpairment codec_impairment(std::string_view name) {
  for (const NamedImpairment& each : kCodecs) {
    if (name.ends_with(each.name)) return each.impairment;
  }
  return {};
}

double delay_impairment(double one_way_ms) {
  return 0.024 * one_way_ms + (one_way_ms > kFreeDelayMs ? 0.11 * (one_way_ms - kFreeDelayMs) : 0);
}

double loss_impairment(const CodecImpairment& codec, double lost_percent, double burst_ratio) {
  if (lost_percent <= 0) return codec.impairment;
  const double share = lost_percent / (lost_percent / std::max(1.0, burst_ratio) + codec.robustness);
  return codec.impairment + (95 - codec.impairment) * share;
}

double transmission_rating(double delay_impairment, double loss_impairment) {
  return std::clamp(kBestRating - delay_impairment - loss_impairment, 0.0, kBestRating);
}

double opinion_score(double rating) {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return std::max(1.0, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

}  // namespace hookswitch
