// Decoding and conversion to the core's rate.
#include "jitter/decoder_bank.h"

namespace hookswitch {

namespace {
/// 160 ms of a byte a sample at 8 kHz; more than any packet that a slot holds.
constexpr size_t kScratchSamples = 5760;
}  // namespace

bool DecoderBank::add(uint8_t payload_type, std::string_view name, const CodecParameters& parameters) {
  auto codec = make_codec(name, parameters);
  if (!codec) return false;
  std::unique_ptr<Resampler> resampler;
  if (codec->sample_rate() != core_rate_) resampler = std::make_unique<Resampler>(codec->sample_rate(), core_rate_);
  entries_.push_back({payload_type, std::move(codec), std::move(resampler)});
  scratch_.resize(kScratchSamples);
  return true;
}

const DecoderBank::Entry* DecoderBank::find(uint8_t payload_type) const {
  for (const Entry& entry : entries_) {
    if (entry.payload_type == payload_type) return &entry;
  }
  return nullptr;
}

int DecoderBank::clock_rate(uint8_t payload_type) const {
  const Entry* entry = find(payload_type);
  return entry == nullptr ? 0 : entry->codec->clock_rate();
}

void DecoderBank::reset() {
  for (Entry& entry : entries_) {
    if (entry.resampler) entry.resampler->reset();
  }
}

void DecoderBank::decode(uint8_t payload_type, std::span<const uint8_t> payload, std::vector<int16_t>& out) {
  const Entry* entry = find(payload_type);
  if (entry == nullptr) return;
  const size_t samples = entry->codec->decode(payload, scratch_);
  const std::span<const int16_t> pcm = std::span(scratch_).first(samples);
  if (entry->resampler) {
    entry->resampler->process(pcm, out);
  } else {
    out.insert(out.end(), pcm.begin(), pcm.end());
  }
}

}  // namespace hookswitch
