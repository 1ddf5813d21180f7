// webrtc-audio-processing 0.3.
#include "bench/webrtc_echo.h"

#ifdef HOOKSWITCH_HAVE_WEBRTC_AUDIO

#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

#include <algorithm>
#include <memory>

namespace hookswitch::bench {

namespace {

void fill(webrtc::AudioFrame& frame, std::span<const std::int16_t> pcm) {
  frame.UpdateFrame(0, 0, pcm.data(), pcm.size(), 16000, webrtc::AudioFrame::kNormalSpeech, webrtc::AudioFrame::kVadUnknown, 1);
}

}  // namespace

EchoFrame webrtc_echo(int delay_ms) {
  webrtc::Config config;
  config.Set<webrtc::ExtendedFilter>(new webrtc::ExtendedFilter(true));
  config.Set<webrtc::DelayAgnostic>(new webrtc::DelayAgnostic(true));
  const std::shared_ptr<webrtc::AudioProcessing> processing(webrtc::AudioProcessing::Create(config));
  const webrtc::StreamConfig mono(16000, 1, false);
  processing->Initialize({{mono, mono, mono, mono}});
  processing->echo_cancellation()->Enable(true);
  processing->echo_cancellation()->set_suppression_level(webrtc::EchoCancellation::kModerateSuppression);
  return [processing, delay_ms](std::span<const std::int16_t> far, std::span<std::int16_t> near) {
    webrtc::AudioFrame frame;
    fill(frame, far);
    processing->AnalyzeReverseStream(&frame);
    fill(frame, near);
    processing->set_stream_delay_ms(delay_ms);
    processing->ProcessStream(&frame);
    std::copy_n(frame.data_, near.size(), near.begin());
  };
}

}  // namespace hookswitch::bench

#else

namespace hookswitch::bench {
EchoFrame webrtc_echo(int) { return {}; }
}  // namespace hookswitch::bench

#endif
