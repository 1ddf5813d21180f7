// Reading of command objects.
#include "binding/arguments.h"

namespace hookswitch {

namespace {

int integer(const Napi::Object& from, const char* name) { return from.Get(name).ToNumber().Int32Value(); }
std::string text(const Napi::Object& from, const char* name) { return from.Get(name).ToString().Utf8Value(); }

int optional_payload_type(const Napi::Object& from, const char* name) {
  const Napi::Value value = from.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().Int32Value() : -1;
}

CodecSetup codec_of(const Napi::Object& from) {
  CodecSetup codec{text(from, "name"), static_cast<uint8_t>(integer(from, "payloadType")), integer(from, "packetTimeMs")};
  if (from.Get("channels").IsNumber()) codec.parameters.channels = integer(from, "channels");
  codec.parameters.clock_rate = integer(from, "clockRateHz");
  codec.parameters.discontinuous = from.Get("discontinuous").ToBoolean();
  if (from.Get("formatParameters").IsString()) codec.parameters.format = text(from, "formatParameters");
  return codec;
}

bool flag(const Napi::Object& from, const char* name) { return from.Get(name).ToBoolean(); }

MixerControl mixer_control_of(const Napi::Object& from) {
  MixerControl control;
  control.name = text(from, "control");
  if (from.Get("index").IsNumber()) control.index = from.Get("index").ToNumber().Uint32Value();
  control.capture = text(from, "direction") == "capture";
  return control;
}

/// A view: what the bytes are JavaScript's.
std::span<const uint8_t> bytes_of(const Napi::Value& value) {
  if (!value.IsTypedArray()) return {};
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

DirectionSecurity security_of(const Napi::Value& value) {
  DirectionSecurity security;
  security.mode = DirectionSecurity::Mode::closed;
  if (!value.IsObject()) return security;
  const auto from = value.As<Napi::Object>();
  const auto suite = srtp_suite_of(text(from, "suite"));
  if (!suite) return security;
  security.mode = DirectionSecurity::Mode::keyed;
  security.keys.suite = *suite;
  security.keys.master.set(bytes_of(from.Get("master")));
  security.keys.mki.set(bytes_of(from.Get("mki")));
  security.keys.encrypts_rtcp = flag(from, "encryptsRtcp");
  return security;
}

ToneSegment segment_of(const Napi::Object& from) {
  ToneSegment segment;
  const auto parts = from.Get("parts").As<Napi::Array>();
  segment.part_count = std::min<size_t>(parts.Length(), ToneSegment::max_parts);
  for (uint32_t index = 0; index < segment.part_count; ++index) {
    const auto part = parts.Get(index).As<Napi::Object>();
    segment.parts[index] = {part.Get("frequencyHz").ToNumber().DoubleValue(), part.Get("levelDbm0").ToNumber().DoubleValue()};
  }
  return segment;
}

/// Sections with their segments; `take` is given what a segment holds besides its time, and its place among all of them.
template <typename Take>
SequenceTiming timing_of(const Napi::Value& sections, Take take) {
  const auto from = sections.As<Napi::Array>();
  SequenceTiming timing;
  size_t used = 0;
  timing.section_count = std::min<size_t>(from.Length(), SequenceTiming::max_sections);
  for (uint32_t index = 0; index < timing.section_count; ++index) {
    const auto section = from.Get(index).As<Napi::Object>();
    const auto segments = section.Get("segments").As<Napi::Array>();
    const size_t count = std::min<size_t>(segments.Length(), SequenceTiming::max_segments - used);
    timing.sections[index] = {used, count, integer(section, "durationMs")};
    for (uint32_t each = 0; each < count; ++each, ++used) {
      const auto segment = segments.Get(each).As<Napi::Object>();
      timing.segment_ms[used] = integer(segment, "durationMs");
      take(segment, used);
    }
  }
  return timing;
}

ToneScript script_of(const Napi::Value& tone) {
  ToneScript script;
  script.timing = timing_of(tone.As<Napi::Object>().Get("sections"),
                            [&](const Napi::Object& segment, size_t at) { script.segments[at] = segment_of(segment); });
  return script;
}

std::vector<int16_t> recording_of(const Napi::Object& recording) {
  const auto pcm = recording.Get("pcm").As<Napi::Int16Array>();
  const int rate = integer(recording, "rateHz");
  const std::span<const int16_t> samples(pcm.Data(), pcm.ElementLength());
  std::vector<int16_t> converted;
  if (rate == kCoreRate) return {samples.begin(), samples.end()};
  Resampler(rate, kCoreRate).process(samples, converted);
  return converted;
}

}  // namespace

std::optional<PathName> optional_path_of(const Napi::Value& name) {
  const std::string text = name.ToString().Utf8Value();
  if (text == "handset") return PathName::handset;
  if (text == "headset") return PathName::headset;
  if (text == "speaker") return PathName::speaker;
  return std::nullopt;
}

PathName path_of(const Napi::Value& name) { return optional_path_of(name).value_or(PathName::handset); }

std::unique_ptr<ToneScript> tone_of(const Napi::Value& tone) { return std::make_unique<ToneScript>(script_of(tone)); }

std::unique_ptr<RingScript> ring_of(const Napi::Value& ring) {
  const auto from = ring.As<Napi::Object>();
  auto script = std::make_unique<RingScript>();
  const auto sound = from.Get("sound").As<Napi::Object>();
  if (sound.Has("pcm")) {
    script->recording = recording_of(sound);
  } else {
    script->tune = script_of(sound);
  }
  script->cadence = timing_of(from.Get("cadence"), [&](const Napi::Object& segment, size_t at) {
    if (segment.Get("sounding").ToBoolean()) script->sounding |= 1U << at;
  });
  script->rise_ms = integer(from, "riseMs");
  return script;
}

std::optional<PathMixer> path_mixer_of(const Napi::Value& value) {
  if (!value.IsObject()) return std::nullopt;
  const auto from = value.As<Napi::Object>();
  PathMixer mixer;
  mixer.card = text(from, "card");
  if (const Napi::Value switches = from.Get("switches"); switches.IsArray()) {
    const auto array = switches.As<Napi::Array>();
    for (uint32_t i = 0; i < array.Length(); ++i) mixer.switches.push_back(mixer_control_of(array.Get(i).As<Napi::Object>()));
  }
  if (const Napi::Value volume = from.Get("volume"); volume.IsObject()) {
    const auto range = volume.As<Napi::Object>();
    mixer.volume = {mixer_control_of(range), range.Get("leastDb").ToNumber().DoubleValue(),
                    range.Get("mostDb").ToNumber().DoubleValue()};
  }
  return mixer;
}

MixSessions mix_of(const Napi::Array& groups) {
  MixSessions mix;
  for (uint32_t group = 0; group < groups.Length(); ++group) {
    const auto members = groups.Get(group).As<Napi::Array>();
    for (uint32_t index = 0; index < members.Length(); ++index) {
      mix.members.push_back({members.Get(index).ToNumber().Uint32Value(), static_cast<uint8_t>(group + 1)});
    }
  }
  return mix;
}

VoiceProcessing voice_processing_of(const Napi::Object& command) {
  VoiceProcessing processing;
  const std::string echo = command.Get("echo").ToString().Utf8Value();
  if (echo == "linear") processing.echo = EchoMode::linear;
  if (echo == "full") processing.echo = EchoMode::full;
  if (echo == "halfDuplex") processing.echo = EchoMode::half_duplex;
  processing.tail_ms = command.Get("tailMs").ToNumber().Int32Value();
  processing.noise_reduction_db = command.Get("noiseReductionDb").ToNumber().Int32Value();
  processing.comfort_noise = command.Get("comfortNoise").ToBoolean();
  processing.gain_db = command.Get("gainDb").ToNumber().FloatValue();
  processing.automatic_gain_db = command.Get("automaticGainDb").ToNumber().FloatValue();
  return processing;
}

RecordingRequest recording_request_of(const Napi::Object& command) {
  RecordingRequest request;
  request.id = command.Get("recording").ToNumber().Uint32Value();
  request.file = text(command, "file");
  const std::string layout = text(command, "layout");
  request.layout = layout == "microphone" ? RecordingLayout::microphone
                   : layout == "stereo"   ? RecordingLayout::stereo
                                          : RecordingLayout::mixed;
  request.most_ms = command.Get("mostMs").ToNumber().Int64Value();
  request.least_free_bytes = command.Get("leastFreeBytes").ToNumber().Int64Value();
  return request;
}

std::unique_ptr<std::vector<int16_t>> music_of(const Napi::Value& recording) {
  auto music = std::make_unique<std::vector<int16_t>>();
  if (recording.IsObject()) *music = recording_of(recording.As<Napi::Object>());
  return music;
}

namespace {

DelaySettings delay_of(const Napi::Value& settings) {
  DelaySettings to;
  if (!settings.IsObject()) return to;
  const auto from = settings.As<Napi::Object>();
  to.minimum_ms = integer(from, "minimumMs");
  to.maximum_ms = integer(from, "maximumMs");
  to.start_ms = integer(from, "startMs");
  to.half_life_packets = integer(from, "halfLifePackets");
  to.may_grow = flag(from, "mayGrow");
  to.may_shrink = flag(from, "mayShrink");
  return to;
}

}  // namespace

std::unique_ptr<SoundTap> sound_tap_of(const Napi::Object& command) {
  if (!command.Get("to").IsObject()) return nullptr;
  const auto to = command.Get("to").As<Napi::Object>();
  const auto endpoint = Endpoint::from(text(to, "address"), static_cast<uint16_t>(integer(to, "port")));
  auto tap = std::make_unique<SoundTap>();
  if (!endpoint || !tap->open(*endpoint)) return nullptr;
  const auto points = command.Get("points").As<Napi::Array>();
  for (uint32_t index = 0; index < points.Length(); ++index) {
    const std::string point = points.Get(index).ToString().Utf8Value();
    tap->want(point == "microphone" ? TapPoint::microphone : point == "processed" ? TapPoint::processed : TapPoint::played);
  }
  return tap;
}

SessionRequest session_request_of(const Napi::Object& command) {
  const auto range = command.Get("portRange").As<Napi::Object>();
  SessionRequest request;
  request.id = static_cast<uint32_t>(integer(command, "session"));
  if (command.Get("group").IsObject()) {
    const auto group = command.Get("group").As<Napi::Object>();
    request.group = text(group, "address");
    request.group_port = static_cast<uint16_t>(integer(group, "port"));
    request.group_over_ms = integer(group, "overAfterMs");
  }
  request.address = text(command, "address");
  request.first_port = static_cast<uint16_t>(integer(range, "first"));
  request.last_port = static_cast<uint16_t>(integer(range, "last"));
  request.tos = integer(command, "tos");
  request.canonical_name = text(command, "canonicalName");
  request.omits_checksums = command.Get("checksum").IsBoolean() && !flag(command, "checksum");
  if (command.Get("mostUnreachable").IsNumber()) request.most_unreachable = integer(command, "mostUnreachable");
  request.delay = delay_of(command.Get("jitterBuffer"));
  request.secured = flag(command, "secured");
  request.lifts_handshakes = flag(command, "handshakes");
  if (command.Get("mirror").IsObject()) {
    const auto mirror = command.Get("mirror").As<Napi::Object>();
    request.mirror_address = text(mirror, "address");
    request.mirror_port = static_cast<uint16_t>(integer(mirror, "port"));
  }
  return request;
}

SessionConfiguration session_configuration_of(const Napi::Object& command) {
  SessionConfiguration to;
  const auto remote = command.Get("remote").As<Napi::Object>();
  to.remote_address = text(remote, "address");
  to.rtp_port = static_cast<uint16_t>(integer(remote, "rtpPort"));
  to.rtcp_address = remote.Get("rtcpAddress").IsString() ? text(remote, "rtcpAddress") : to.remote_address;
  to.rtcp_port = static_cast<uint16_t>(integer(remote, "rtcpPort"));
  to.multiplexed = flag(command, "rtcpMultiplexed");
  to.symmetric = flag(command, "symmetric");
  to.roams = flag(command, "roams");
  if (const Napi::Value value = command.Get("relay"); value.IsObject()) {
    const auto relay = value.As<Napi::Object>();
    to.relay_address = text(relay, "address");
    to.relay_port = static_cast<uint16_t>(integer(relay, "port"));
    to.rtp_channel = static_cast<uint16_t>(integer(relay, "rtpChannel"));
    to.rtcp_channel = static_cast<uint16_t>(integer(relay, "rtcpChannel"));
  }
  const std::string direction = text(command, "direction");
  to.sends = direction == "sendrecv" || direction == "sendonly";
  to.receives = direction == "sendrecv" || direction == "recvonly";
  to.send = codec_of(command.Get("send").As<Napi::Object>());
  const auto receive = command.Get("receive").As<Napi::Array>();
  for (uint32_t index = 0; index < receive.Length(); ++index) to.receive.push_back(codec_of(receive.Get(index).As<Napi::Object>()));
  const auto events = command.Get("telephoneEvent").As<Napi::Object>();
  to.event_send = optional_payload_type(events, "send");
  to.event_receive = optional_payload_type(events, "receive");
  to.extended_reports = command.Get("extendedReports").ToBoolean();
  if (command.Get("reportIntervalMs").IsNumber()) to.report_interval_ms = integer(command, "reportIntervalMs");
  to.marks_each_event = flag(command, "marksEachEvent");
  to.noise_send = optional_payload_type(command, "comfortNoise");
  if (const Napi::Value encryption = command.Get("encryption"); encryption.IsObject()) {
    to.send_security = security_of(encryption.As<Napi::Object>().Get("send"));
    to.receive_security = security_of(encryption.As<Napi::Object>().Get("receive"));
  }
  return to;
}

}  // namespace hookswitch
