// Commands of media/messages.ts as the core takes them. TypeScript has checked every value; here they are only carried over.
#pragma once

#include <napi.h>

#include <optional>

#include "engine/engine.h"

namespace hookswitch {

PathName path_of(const Napi::Value& name);
/// Nothing for `none` and `ringer`.
std::optional<PathName> optional_path_of(const Napi::Value& name);
std::unique_ptr<ToneScript> tone_of(const Napi::Value& tone);
/// The ring as messages.ts has it; a recording is brought to the core's rate.
std::unique_ptr<RingScript> ring_of(const Napi::Value& ring);
/// Nothing for `undefined`.
std::optional<PathMixer> path_mixer_of(const Napi::Value& mixer);
MixSessions mix_of(const Napi::Array& groups);
VoiceProcessing voice_processing_of(const Napi::Object& command);
/// Nothing where it goes nowhere, or no socket is to be had.
std::unique_ptr<SoundTap> sound_tap_of(const Napi::Object& command);
RecordingRequest recording_request_of(const Napi::Object& command);
/// At the core's rate; empty for `undefined`.
std::unique_ptr<std::vector<int16_t>> music_of(const Napi::Value& recording);
SessionRequest session_request_of(const Napi::Object& command);
SessionConfiguration session_configuration_of(const Napi::Object& command);

}  // namespace hookswitch
