# The ways to run, prove and measure Hookswitch. `make help` lists them.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
ARCH := $(shell uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
NATIVE := build/native/$(ARCH)
BOARD ?= simulated/color-320
VM ?= x64 arm64
.DEFAULT_GOAL := help
.PHONY: help run test check native fonts pages setup e2e interop vm vm-x64 vm-arm64 soak fuzz bench screens docs cover asan bundle crypt-tool size clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  \1\t\2/' | expand -t 14

setup: ## what `make run` needs: Debian and npm packages
	@tools/setup.sh run

$(NATIVE)/build.ninja: media/native/CMakeLists.txt
	@cmake -S media/native -B $(NATIVE) -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null

native: setup $(NATIVE)/build.ninja ## the media core, for this machine
	@output=$$(ninja -C $(NATIVE) --quiet) || { echo "$$output"; exit 1; }

fonts: setup ## the font packs
	@node tools/bake-fonts.ts

pages: setup ## the web pages
	@node tools/build-pages.ts

run: native fonts pages ## the lab server and one simulated phone (BOARD=simulated/mono-128 for another)
	@node test/lab/main.ts --board $(BOARD)

test: ## everything that must pass: checks, unit tests, native tests, end to end
	@tools/setup.sh test
	@$(MAKE) --no-print-directory native fonts pages
	@$(MAKE) --no-print-directory check
	@ctest --test-dir $(NATIVE) --output-on-failure --progress
	@node --import ./test/support/fixed-seed.ts --test --test-timeout=60000 --test-concurrency=2 'test/{config,hal,sip,media,ui,firmware,contract}/**/*.test.ts'
	@$(MAKE) --no-print-directory e2e

check: setup ## format, lint, types, boundaries, dead code
	@biome check --error-on-warnings .
	@tsc -b
	@node tools/check-boundaries.ts
	@knip

e2e: native fonts pages ## simulated phones and the lab, sound and page included
	@node --test --test-timeout=300000 --test-concurrency=1 'test/e2e/*.test.ts'
	@node --test --test-timeout=300000 --test-concurrency=2 'test/e2e/effects/*.test.ts'

interop: ## against real Kamailio, Asterisk, baresip, sipp and tshark
	@tools/setup.sh interop
	@$(MAKE) --no-print-directory native fonts pages
	@# Asterisk's tree first, for two files at once would make it twice in the same place.
	@node test/interop/rig/asterisk-installed.ts
	@# Two at a time: each file has its own network, and most of their time is waiting.
	@node --test --test-concurrency=2 'test/interop/**/*.test.ts'

vm: ## drivers and the whole phone on real kernel devices, in virtual machines (VM=x64 for one, ONLY=evdev for some files)
	@tools/setup.sh vm
	@$(MAKE) --no-print-directory bundle
	@tools/fetch-vm.sh $(VM)
	@$(MAKE) --no-print-directory $(patsubst %,vm-%,$(VM))
	@node test/vm/main.ts $(VM) --only '$(ONLY)'

vm-x64:

# The other processor's native parts and bundle, built here.
vm-arm64:
	@cmake -S media/native -B build/native/arm64 -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE=$(CURDIR)/test/vm/arm64.cmake >/dev/null
	@ninja -C build/native/arm64 --quiet hookswitch_media hookswitch_hal
	@node tools/bundle.ts arm64

soak: ## 200 calls at each of four losses; a day of drifting clocks; 11,200 kills of the store, 20,000 moments at which it dies or the power goes; 1,000 phones at one server
	@tools/setup.sh interop
	@$(MAKE) --no-print-directory native fonts pages
	@DRIFT_HOURS=24 $(NATIVE)/media_test 'ppm off neither'
	@MOMENTS=20000 node --test test/config/any-moment.test.ts
	@KILLS_INSIDE=10000 node --test test/config/killed-inside.test.ts
	@KILLS=1000 node --test test/config/power.test.ts
	@PHONE_KILLS=200 node --test test/e2e/killed-phone.test.ts
	@PHONES=1000 node --test test/interop/provisioning-thousand.test.ts
	@LOSS_CALLS=200 node --test test/interop/loss.test.ts

# Half an hour: ten million cases of SIP and its bodies, and two of the rest.
fuzz: native ## 12.5 million spoilt messages, bodies, sounds and packets (SEED=1; COUNT=100000 of each for a short one)
	@node test/fuzz/sip-message.ts --seed $(or $(SEED),1) --count $(or $(COUNT),4500000)
	@node test/fuzz/event-bodies.ts --seed $(or $(SEED),1) --count $(or $(COUNT),3500000)
	@node test/fuzz/transport-bytes.ts --seed $(or $(SEED),1) --count $(or $(COUNT),1000000)
	@node test/fuzz/user-agent.ts --seed $(or $(SEED),1) --count $(or $(COUNT),1000000)
	@node test/fuzz/sound-bytes.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@node test/fuzz/way-bytes.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@node test/fuzz/provisioning-bytes.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@node test/fuzz/contact-files.ts --seed $(or $(SEED),1) --count $(or $(COUNT),200000)
	@node test/fuzz/scep-answers.ts --seed $(or $(SEED),1) --count $(or $(COUNT),100000)
	@node test/fuzz/scripts.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@node test/fuzz/hid-descriptors.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@node test/fuzz/configuration-files.ts --seed $(or $(SEED),1) --count $(or $(COUNT),500000)
	@$(NATIVE)/packet_fuzz $(or $(SEED),1) $(or $(COUNT),1000000)
	@SEED=$(or $(SEED),1) node --import ./test/support/fixed-seed.ts --test 'test/{config,hal,sip,ui}/**/*.test.ts'

bench: ## where we stand against the peers; writes bench.json (ONLY=call.cpu for one row)
	@tools/setup.sh bench
	@$(MAKE) --no-print-directory bundle
	@cmake $(NATIVE) >/dev/null
	@ninja -C $(NATIVE) --quiet jitter_bench codec_bench srtp_bench echo_bench
	@node test/bench/main.ts $(ONLY)

screens: fonts ## contact sheets of every screen and class, in build/screens
	@node tools/screens.ts

docs: setup ## the administrator's guide to all parameters, in docs/admin-guide
	@node tools/docs.ts

cover: native fonts ## test coverage
	@node --test --experimental-test-coverage 'test/{config,hal,sip,media,ui,firmware,contract}/**/*.test.ts'

asan: setup ## the native tests under the address and undefined-behaviour sanitizers
	@cmake -S media/native -B build/native/asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DASAN=ON >/dev/null
	@ninja -C build/native/asan --quiet media_test packet_fuzz hal_test
	@ctest --test-dir build/native/asan --output-on-failure

bundle: native fonts pages ## the phone as the device gets it, in build/bundle
	@node tools/bundle.ts

crypt-tool: setup ## the command that encrypts configuration files, into PREFIX/bin (PREFIX=/usr/local)
	@node tools/bundle-encrypt.ts
	@install -D -m 755 build/hookswitch-encrypt $(DESTDIR)$(or $(PREFIX),/usr/local)/bin/hookswitch-encrypt

size: bundle ## what goes onto the device
	@node tools/size.ts

clean: ## forget everything that was built
	rm -rf build
