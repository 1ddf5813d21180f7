// Opus (RFC 6716, RTP by RFC 7587) through libopus: mono at the core's 16 kHz, whatever rate the other side has.
#ifdef HOOKSWITCH_HAVE_OPUS
#include <opus/opus.h>

#include <algorithm>

#include "codec/codec.h"
#include "codec/format_parameters.h"

namespace hookswitch {
namespace {

constexpr int kRate = 16000;
/// Of ten: half of what the encoder can do for the ear at a third of its cost (media.codec.opus in the bench).
constexpr int kComplexity = 5;
/// Wideband speech needs 16 to 20 kbit/s (RFC 7587 §3.1.1); redundancy takes the rest.
constexpr int kBitsPerSecond = 28000;
/// The redundancy is made for this share of loss.
constexpr int kExpectedLossPercent = 10;

struct EncoderDeleter {
  void operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
};
struct DecoderDeleter {
  void operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }
};

/// What the SILK layer's header says of a packet (RFC 6716 §4.2.3).
struct SpeechFlags {
  bool known = false;
  bool active = true;
  bool redundant = false;
};

SpeechFlags speech_flags(std::span<const std::uint8_t> packet) {
  // §3.1: configurations 0 to 15 have a SILK layer; one frame in the packet.
  if (packet.size() < 2 || (packet[0] & 0x80) != 0 || (packet[0] & 0x03) != 0) return {};
  const int samples = opus_packet_get_samples_per_frame(packet.data(), kRate);
  const int frames = std::clamp(samples / (kRate / 50), 1, 3);
  // A flag of activity for each 20 ms, then the one of redundancy; with stereo the middle's come first.
  const unsigned flags = packet[1];
  return {true, flags >> (8 - frames) != 0, ((flags >> (7 - frames)) & 1) != 0};
}

class Opus final : public Codec {
 public:
  Opus(OpusEncoder* encoder, OpusDecoder* decoder, bool discontinuous)
      : encoder_(encoder), decoder_(decoder), discontinuous_(discontinuous) {}

  int clock_rate() const override { return 48000; }
  int sample_rate() const override { return kRate; }

  std::size_t frame_samples(int packet_ms) const override {
    const bool possible = packet_ms == 10 || packet_ms == 20 || packet_ms == 40 || packet_ms == 60;
    return possible ? static_cast<std::size_t>(packet_ms) * (kRate / 1000) : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    const int size = opus_encode(encoder_.get(), pcm.data(), static_cast<int>(pcm.size()), out.data(),
                                 static_cast<opus_int32>(out.size()));
    // A packet of the table of contents alone need not be sent (opus.h, opus_encode).
    const bool nothing = size < 1 || (discontinuous_ && size <= 2);
    return nothing ? 0 : static_cast<std::size_t>(size);
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    if (payload.empty() || pcm.empty()) return 0;
    const int samples = opus_decode(decoder_.get(), payload.data(), static_cast<opus_int32>(payload.size()), pcm.data(),
                                    static_cast<int>(pcm.size()), 0);
    if (samples <= 0) return 0;
    const SpeechFlags flags = speech_flags(payload);
    // Pauses are to be expected from those alone whom we asked for them.
    in_pause_ = payload.size() <= 2 || (discontinuous_ && flags.known && !flags.active);
    return static_cast<std::size_t>(samples);
  }

  bool in_pause() const override { return in_pause_; }

  bool conceal(std::span<std::int16_t> pcm) override {
    return opus_decode(decoder_.get(), nullptr, 0, pcm.data(), static_cast<int>(pcm.size()), 0) == static_cast<int>(pcm.size());
  }

  bool decode_redundancy(std::span<const std::uint8_t> next, std::span<std::int16_t> pcm) override {
    if (!speech_flags(next).redundant) return false;
    return opus_decode(decoder_.get(), next.data(), static_cast<opus_int32>(next.size()), pcm.data(),
                       static_cast<int>(pcm.size()), 1) == static_cast<int>(pcm.size());
  }

  void reset_decoder() override {
    opus_decoder_ctl(decoder_.get(), OPUS_RESET_STATE);
    in_pause_ = false;
  }

 private:
  std::unique_ptr<OpusEncoder, EncoderDeleter> encoder_;
  std::unique_ptr<OpusDecoder, DecoderDeleter> decoder_;
  bool discontinuous_;
  bool in_pause_ = false;
};

/// RFC 7587 §6.1: what is pointless beyond the rate that the other side plays.
int bandwidth_for(int playback_rate) {
  if (playback_rate < 12000) return OPUS_BANDWIDTH_NARROWBAND;
  return playback_rate < 16000 ? OPUS_BANDWIDTH_MEDIUMBAND : OPUS_BANDWIDTH_WIDEBAND;
}

std::unique_ptr<Codec> make_opus(const CodecParameters& parameters) {
  int error = OPUS_OK;
  OpusEncoder* encoder = opus_encoder_create(kRate, 1, OPUS_APPLICATION_VOIP, &error);
  OpusDecoder* decoder = opus_decoder_create(kRate, 1, &error);
  const std::string_view format = parameters.format;
  const bool discontinuous = parameters.discontinuous || format_number(format, "usedtx") == 1;
  auto codec = std::make_unique<Opus>(encoder, decoder, discontinuous);
  if (encoder == nullptr || decoder == nullptr) return nullptr;
  const int most = std::clamp(format_number(format, "maxaveragebitrate").value_or(kBitsPerSecond), 6000, kBitsPerSecond);
  const bool redundant = format_number(format, "useinbandfec") == 1;
  opus_encoder_ctl(encoder, OPUS_SET_BITRATE(most));
  opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(kComplexity));
  opus_encoder_ctl(encoder, OPUS_SET_SIGNAL(OPUS_SIGNAL_VOICE));
  opus_encoder_ctl(encoder, OPUS_SET_MAX_BANDWIDTH(bandwidth_for(format_number(format, "maxplaybackrate").value_or(48000))));
  opus_encoder_ctl(encoder, OPUS_SET_VBR(format_number(format, "cbr") == 1 ? 0 : 1));
  opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(redundant ? 1 : 0));
  opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(redundant ? kExpectedLossPercent : 0));
  opus_encoder_ctl(encoder, OPUS_SET_DTX(discontinuous ? 1 : 0));
  return codec;
}

const CodecRegistration opus("opus", make_opus);

}  // namespace
}  // namespace hookswitch
#endif
