// Methods, life and death of the engine object.
#include "binding/engine_object.h"

#include <utility>

#include "binding/arguments.h"
#include "binding/events.h"

namespace hookswitch {

namespace {

Place place_of(const Napi::Value& name) { return name.ToString().Utf8Value() == "speaker" ? Place::speaker : Place::earpiece; }

std::span<const int16_t> pcm_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Int16Array>();
  return {array.Data(), array.ElementLength()};
}

Napi::Object to_object(Napi::Env env, const OpenedPorts& ports) {
  Napi::Object opened = Napi::Object::New(env);
  opened.Set("rtpPort", static_cast<uint32_t>(ports.rtp));
  opened.Set("rtcpPort", static_cast<uint32_t>(ports.rtcp));
  return opened;
}

uint32_t session_of(const Napi::Value& value) { return value.ToNumber().Uint32Value(); }

}  // namespace

Napi::Function EngineObject::define(Napi::Env env) {
  return DefineClass(env, "Engine",
                     {
                         InstanceMethod<&EngineObject::open_device>("openDevice"),
                         InstanceMethod<&EngineObject::select_path>("selectPath"),
                         InstanceMethod<&EngineObject::set_volume>("setVolume"),
                         InstanceMethod<&EngineObject::set_muted>("setMuted"),
                         InstanceMethod<&EngineObject::open_session>("openSession"),
                         InstanceMethod<&EngineObject::rebind_session>("rebindSession"),
                         InstanceMethod<&EngineObject::configure_session>("configureSession"),
                         InstanceMethod<&EngineObject::connect_session>("connectSession"),
                         InstanceMethod<&EngineObject::mix_sessions>("mixSessions"),
                         InstanceMethod<&EngineObject::set_voice>("setVoice"),
                         InstanceMethod<&EngineObject::set_side_tone>("setSideTone"),
                         InstanceMethod<&EngineObject::tap_sound>("tapSound"),
                         InstanceMethod<&EngineObject::process_voice>("processVoice"),
                         InstanceMethod<&EngineObject::announce>("announce"),
                         InstanceMethod<&EngineObject::set_music>("setMusic"),
                         InstanceMethod<&EngineObject::play_music>("playMusic"),
                         InstanceMethod<&EngineObject::start_recording>("startRecording"),
                         InstanceMethod<&EngineObject::stop_recording>("stopRecording"),
                         InstanceMethod<&EngineObject::start_playback>("startPlayback"),
                         InstanceMethod<&EngineObject::stop_playback>("stopPlayback"),
                         InstanceMethod<&EngineObject::start_dtmf>("startDtmf"),
                         InstanceMethod<&EngineObject::stop_dtmf>("stopDtmf"),
                         InstanceMethod<&EngineObject::close_session>("closeSession"),
                         InstanceMethod<&EngineObject::send_datagram>("sendDatagram"),
                         InstanceMethod<&EngineObject::request_statistics>("requestStatistics"),
                         InstanceMethod<&EngineObject::play_tone>("playTone"),
                         InstanceMethod<&EngineObject::stop_tone>("stopTone"),
                         InstanceMethod<&EngineObject::play_ring>("playRing"),
                         InstanceMethod<&EngineObject::stop_ring>("stopRing"),
                         InstanceMethod<&EngineObject::play_microphone>("playMicrophone"),
                         InstanceMethod<&EngineObject::feed_microphone>("feedMicrophone"),
                         InstanceMethod<&EngineObject::position>("position"),
                         InstanceMethod<&EngineObject::read>("read"),
                         InstanceMethod<&EngineObject::close>("close"),
                     });
}

/// new Engine(listener: (event) => void)
EngineObject::EngineObject(const Napi::CallbackInfo& info) : ObjectWrap(info), env_(info.Env()) {
  const auto listener = info[0].As<Napi::Function>();
  listener_ = Napi::Persistent(listener);
  wake_ = Napi::ThreadSafeFunction::New(env_, listener, "hookswitch media", 0, 1);
  // A phone lives by its sockets and screens; the core alone does not keep the process.
  wake_.Unref(env_);
  engine_ = std::make_unique<Engine>([this] {
    // Never waits; a wake-up that is refused finds another one under way.
    wake_.NonBlockingCall(this, [](Napi::Env env, Napi::Function function, EngineObject* self) { self->deliver(env, function); });
  });
  // Runs before the function above is torn down: hooks go in reverse order.
  napi_add_env_cleanup_hook(env_, &EngineObject::environment_ends, this);
  std::string error;
  if (!engine_->start(error)) {
    shut_down();
    Napi::Error::New(env_, "media core does not start: " + error).ThrowAsJavaScriptException();
    return;
  }
  // The owner calls `close`; until then the threads hold on to the object.
  Ref();
}

EngineObject::~EngineObject() { engine_.reset(); }

void EngineObject::deliver(Napi::Env env, Napi::Function listener) {
  while (engine_) {
    const LiftedDatagram* lifted = engine_->next_lifted();
    if (lifted == nullptr) break;
    const Napi::HandleScope scope(env);
    const Napi::Object event = to_object(env, *lifted);
    engine_->release_lifted();
    listener.Call({event});
    if (env.IsExceptionPending()) return;
  }
  while (engine_) {
    const Event* next = engine_->next_event();
    if (next == nullptr) return;
    const Event event = *next;
    engine_->release_event();
    const Napi::HandleScope scope(env);
    listener.Call({to_object(env, event)});
    if (env.IsExceptionPending()) return;
  }
}

/// Without `close`: the process exits, or the worker ends. Nobody listens any more.
void EngineObject::environment_ends(void* self) { static_cast<EngineObject*>(self)->engine_.reset(); }

void EngineObject::shut_down() {
  if (!engine_) return;
  engine_->stop();
  deliver(env_, listener_.Value());
  napi_remove_env_cleanup_hook(env_, &EngineObject::environment_ends, this);
  engine_.reset();
  // Not Release: a wake-up that is still queued must not find an object that was collected.
  wake_.Abort();
}

void EngineObject::close(const Napi::CallbackInfo&) {
  if (!engine_) return;
  shut_down();
  Unref();
}

void EngineObject::open_device(const Napi::CallbackInfo& info) {
  const PathName path = path_of(info[0]);
  const auto device = info[1].As<Napi::Object>();
  if (device.Get("driver").ToString().Utf8Value() == "simulated") {
    std::optional<Reflection> room;
    if (const Napi::Value given = device.Get("room"); given.IsObject()) {
      const auto object = given.As<Napi::Object>();
      room = Reflection{object.Get("delayMs").ToNumber().Int32Value(), object.Get("lossDb").ToNumber().Int32Value()};
    }
    engine_->open_simulated(path, room);
    return;
  }
  AlsaNames names;
  names.playback = device.Get("playback").ToString().Utf8Value();
  names.capture = device.Get("capture").ToString().Utf8Value();
  if (const Napi::Value ringer = device.Get("ringer"); ringer.IsString()) names.ringer = ringer.ToString().Utf8Value();
  if (!engine_->open_alsa(path, std::move(names), path_mixer_of(info[2]))) {
    Napi::Error::New(env_, "the media core was built without ALSA").ThrowAsJavaScriptException();
  }
}

void EngineObject::select_path(const Napi::CallbackInfo& info) { engine_->select_path(optional_path_of(info[0])); }

void EngineObject::set_volume(const Napi::CallbackInfo& info) {
  engine_->set_volume(optional_path_of(info[0]), info[1].ToNumber().Int32Value());
}

void EngineObject::set_muted(const Napi::CallbackInfo& info) { engine_->command(SetMuted{info[0].ToBoolean()}); }

/// Returns {rtpPort, rtcpPort}, or the reason why not.
Napi::Value EngineObject::open_session(const Napi::CallbackInfo& info) {
  OpenedPorts ports;
  std::string error;
  if (!engine_->open_session(session_request_of(info[0].As<Napi::Object>()), ports, error)) return Napi::String::New(env_, error);
  return to_object(env_, ports);
}

/// rebindSession(session, address) returns {rtpPort, rtcpPort}, or the reason why not.
Napi::Value EngineObject::rebind_session(const Napi::CallbackInfo& info) {
  OpenedPorts ports;
  std::string error;
  if (engine_->rebind_session(session_of(info[0]), info[1].ToString().Utf8Value(), ports, error)) return to_object(env_, ports);
  return Napi::String::New(env_, error);
}

/// Returns undefined, or the reason why not.
Napi::Value EngineObject::configure_session(const Napi::CallbackInfo& info) {
  const auto command = info[0].As<Napi::Object>();
  std::string error;
  if (engine_->configure_session(session_of(command.Get("session")), session_configuration_of(command), error)) {
    return env_.Undefined();
  }
  return Napi::String::New(env_, error);
}

void EngineObject::connect_session(const Napi::CallbackInfo& info) {
  engine_->command(ConnectSession{session_of(info[0]), info[1].ToBoolean()});
}

void EngineObject::mix_sessions(const Napi::CallbackInfo& info) { engine_->command(mix_of(info[0].As<Napi::Array>())); }

void EngineObject::set_voice(const Napi::CallbackInfo& info) {
  engine_->command(SetVoice{session_of(info[0]), info[1].ToBoolean(), info[2].ToNumber().FloatValue()});
}

void EngineObject::set_side_tone(const Napi::CallbackInfo& info) {
  std::optional<float> level_db;
  if (info[1].IsNumber()) level_db = info[1].ToNumber().FloatValue();
  engine_->command(SetSideTone{path_of(info[0]), level_db});
}

void EngineObject::set_music(const Napi::CallbackInfo& info) { engine_->command(SetMusic{music_of(info[0])}); }
void EngineObject::play_music(const Napi::CallbackInfo& info) {
  engine_->command(PlayMusic{session_of(info[0]), info[1].ToBoolean()});
}

void EngineObject::process_voice(const Napi::CallbackInfo& info) {
  const auto command = info[0].As<Napi::Object>();
  engine_->command(SetVoiceProcessor{path_of(command.Get("path")),
                                     std::make_unique<VoiceProcessor>(voice_processing_of(command), kCoreRate)});
}

Napi::Value EngineObject::tap_sound(const Napi::CallbackInfo& info) {
  auto tap = sound_tap_of(info[0].As<Napi::Object>());
  const bool opened = tap != nullptr;
  engine_->command(TapSound{std::move(tap)});
  return Napi::Boolean::New(info.Env(), opened);
}

void EngineObject::announce(const Napi::CallbackInfo& info) { engine_->command(Announce{tone_of(info[0])}); }

void EngineObject::start_recording(const Napi::CallbackInfo& info) {
  engine_->start_recording(recording_request_of(info[0].As<Napi::Object>()));
}

void EngineObject::stop_recording(const Napi::CallbackInfo& info) { engine_->command(StopRecording{session_of(info[0])}); }

void EngineObject::start_playback(const Napi::CallbackInfo& info) {
  engine_->start_playback(session_of(info[0]), info[1].ToString().Utf8Value());
}

void EngineObject::stop_playback(const Napi::CallbackInfo& info) { engine_->command(StopPlayback{session_of(info[0])}); }

void EngineObject::start_dtmf(const Napi::CallbackInfo& info) {
  engine_->command(StartDtmf{session_of(info[0]), static_cast<uint8_t>(info[1].ToNumber().Uint32Value()),
                             static_cast<uint8_t>(info[2].ToNumber().Uint32Value())});
}

void EngineObject::stop_dtmf(const Napi::CallbackInfo& info) { engine_->command(StopDtmf{session_of(info[0])}); }
void EngineObject::close_session(const Napi::CallbackInfo& info) { engine_->close_session(session_of(info[0])); }
void EngineObject::request_statistics(const Napi::CallbackInfo& info) { engine_->command(RequestStatistics{session_of(info[0])}); }
/// sendDatagram(session, component, bytes: Uint8Array, address, port)
void EngineObject::send_datagram(const Napi::CallbackInfo& info) {
  const auto bytes = info[2].As<Napi::Uint8Array>();
  const auto to = Endpoint::from(info[3].ToString().Utf8Value(), static_cast<uint16_t>(info[4].ToNumber().Uint32Value()));
  const bool rtcp = info[1].ToString().Utf8Value() == "rtcp";
  if (to) engine_->send_datagram(session_of(info[0]), rtcp, {bytes.Data(), bytes.ByteLength()}, *to);
}

void EngineObject::play_tone(const Napi::CallbackInfo& info) { engine_->command(PlayTone{tone_of(info[0])}); }
void EngineObject::stop_tone(const Napi::CallbackInfo&) { engine_->command(StopTone{}); }
void EngineObject::play_ring(const Napi::CallbackInfo& info) { engine_->play_ring(path_of(info[0]), ring_of(info[1])); }
void EngineObject::stop_ring(const Napi::CallbackInfo&) { engine_->stop_ring(); }

/// playMicrophone(pcm: Int16Array, rateHz, loop)
void EngineObject::play_microphone(const Napi::CallbackInfo& info) {
  engine_->simulated().microphone().play(pcm_of(info[0]), info[1].ToNumber().Int32Value(), info[2].ToBoolean());
}

/// feedMicrophone(pcm: Int16Array, rateHz)
void EngineObject::feed_microphone(const Napi::CallbackInfo& info) {
  engine_->simulated().microphone().feed(pcm_of(info[0]), info[1].ToNumber().Int32Value());
}

Napi::Value EngineObject::position(const Napi::CallbackInfo& info) {
  return Napi::Number::New(env_, static_cast<double>(engine_->simulated().position(place_of(info[0]))));
}

/// read(place, fromSample, count): Int16Array, shorter when there is less yet.
Napi::Value EngineObject::read(const Napi::CallbackInfo& info) {
  const auto from = static_cast<uint64_t>(info[1].ToNumber().Int64Value());
  const size_t count = info[2].ToNumber().Uint32Value();
  auto samples = Napi::Int16Array::New(env_, count);
  const size_t got = engine_->simulated().read(place_of(info[0]), from, {samples.Data(), count});
  if (got == count) return samples;
  return Napi::Int16Array::New(env_, got, samples.ArrayBuffer(), 0);
}

}  // namespace hookswitch
