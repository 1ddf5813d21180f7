// G.729 Annex A and B through bcg729 (GPL-3-or-later), which is no part of this program: the object is loaded when the machine
// has it, and without it there is no G.729. RFC 3551 §4.5.6: frames of 10 ms, the last of a packet may be a silence descriptor.
#include <dlfcn.h>

#include <algorithm>
#include <array>

#include "codec/codec.h"
#include "codec/format_parameters.h"

namespace hookswitch {
namespace {

constexpr std::size_t kFrameSamples = 80;
constexpr std::size_t kFrameBytes = 10;
constexpr std::size_t kSilenceBytes = 2;

struct EncoderContext;
struct DecoderContext;

/// The library's functions as of its 1.0.2 (Annex B) and later.
struct Library {
  EncoderContext* (*make_encoder)(std::uint8_t detect_voice);
  void (*free_encoder)(EncoderContext*);
  void (*encode)(EncoderContext*, const std::int16_t* pcm, std::uint8_t* out, std::uint8_t* size);
  DecoderContext* (*make_decoder)();
  void (*free_decoder)(DecoderContext*);
  void (*decode)(DecoderContext*, const std::uint8_t* in, std::uint8_t size, std::uint8_t erased, std::uint8_t silence,
                 std::uint8_t comfort_noise_payload, std::int16_t* pcm);
};

template <typename Function>
bool find(void* object, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(object, name));
  return function != nullptr;
}

/// Loaded once, by the thread that makes the first codec, and kept.
const Library* library() {
  static const Library* const loaded = []() -> const Library* {
    static Library functions{};
    void* object = dlopen("libbcg729.so.0", RTLD_NOW | RTLD_LOCAL);
    if (object == nullptr) return nullptr;
    const bool whole =
        find(object, "initBcg729EncoderChannel", functions.make_encoder) &&
        find(object, "closeBcg729EncoderChannel", functions.free_encoder) && find(object, "bcg729Encoder", functions.encode) &&
        find(object, "initBcg729DecoderChannel", functions.make_decoder) &&
        find(object, "closeBcg729DecoderChannel", functions.free_decoder) && find(object, "bcg729Decoder", functions.decode);
    return whole ? &functions : nullptr;
  }();
  return loaded;
}

class G729 final : public Codec {
 public:
  G729(const Library& library, bool discontinuous)
      : library_(library), encoder_(library.make_encoder(discontinuous ? 1 : 0)), decoder_(library.make_decoder()) {}
  ~G729() override {
    library_.free_encoder(encoder_);
    library_.free_decoder(decoder_);
  }
  G729(const G729&) = delete;
  G729& operator=(const G729&) = delete;

  int clock_rate() const override { return 8000; }

  std::size_t frame_samples(int packet_ms) const override {
    return packet_ms > 0 && packet_ms % 10 == 0 ? static_cast<std::size_t>(packet_ms) * 8 : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    std::size_t size = 0;
    bool silent = false;
    for (; pcm.size() >= kFrameSamples; pcm = pcm.subspan(kFrameSamples)) {
      std::array<std::uint8_t, kFrameBytes> frame{};
      std::uint8_t length = 0;
      library_.encode(encoder_, pcm.data(), frame.data(), &length);
      if (length == kFrameBytes && silent) {
        // Nothing follows a silence descriptor in its packet, and a packet begins with a frame: the talk begins with this one.
        size = 0;
        silent = false;
      }
      if (silent || size + length > out.size()) continue;
      std::copy_n(frame.begin(), length, out.begin() + static_cast<std::ptrdiff_t>(size));
      size += length;
      silent = length != kFrameBytes;
    }
    return size;
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    std::size_t samples = 0;
    while (payload.size() >= kSilenceBytes && pcm.size() - samples >= kFrameSamples) {
      const bool silence = payload.size() < kFrameBytes;
      if (silence && payload.size() != kSilenceBytes) break;
      const std::size_t length = silence ? kSilenceBytes : kFrameBytes;
      library_.decode(decoder_, payload.data(), static_cast<std::uint8_t>(length), 0, silence ? 1 : 0, 0, &pcm[samples]);
      in_pause_ = silence;
      samples += kFrameSamples;
      payload = payload.subspan(length);
    }
    return samples;
  }

  bool in_pause() const override { return in_pause_; }

  bool conceal(std::span<std::int16_t> pcm) override {
    // After a silence descriptor an erased frame is comfort noise (Annex B §B.4.5).
    static constexpr std::array<std::uint8_t, kFrameBytes> nothing{};
    for (; pcm.size() >= kFrameSamples; pcm = pcm.subspan(kFrameSamples)) {
      library_.decode(decoder_, nothing.data(), 0, 1, 0, 0, pcm.data());
    }
    return true;
  }

  /// The library has no such call; its decoder forgets within a few frames.
  void reset_decoder() override { in_pause_ = false; }

 private:
  const Library& library_;
  EncoderContext* encoder_;
  DecoderContext* decoder_;
  bool in_pause_ = false;
};

std::unique_ptr<Codec> make_g729(const CodecParameters& parameters) {
  const Library* functions = library();
  if (functions == nullptr) return nullptr;
  // Annex B is implied unless denied (RFC 4856 §2.1.9).
  const auto annex_b = format_value(parameters.format, "annexb");
  return std::make_unique<G729>(*functions, parameters.discontinuous && annex_b != "no");
}

const CodecRegistration g729("G729", make_g729);

}  // namespace
}  // namespace hookswitch
