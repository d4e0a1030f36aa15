package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosignatureVerifier checks C2SP tlog-cosignature v1 with Ed25519 (type 0x04), which golang.org/x/mod does not know itself.
type cosignatureVerifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (v cosignatureVerifier) Name() string    { return v.name }
func (v cosignatureVerifier) KeyHash() uint32 { return v.hash }

func (v cosignatureVerifier) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(v.key, []byte(message), signature[8:])
}

func newCosignatureVerifier(text string) (note.Verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a verifier key")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 0x04 {
		return nil, errors.New("not the key of a witness")
	}
	return cosignatureVerifier{parts[0], uint32(hash), key[1:]}, nil
}

// checkCosigned opens each checkpoint with the keys of the log and of every witness; with one bit of the text or of a
// cosignature changed it must be refused.
func checkCosigned(in input, log note.Verifier) {
	verifiers := []note.Verifier{log}
	for _, text := range in.WitnessKeys {
		verifier, err := newCosignatureVerifier(text)
		fail(err)
		verifiers = append(verifiers, verifier)
	}
	for _, text := range in.Cosigned {
		opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
		fail(err)
		if len(opened.Sigs) != len(verifiers) || len(opened.UnverifiedSigs) != 0 {
			fail(fmt.Errorf("%d signatures of %d verified", len(opened.Sigs), len(verifiers)))
		}
		for _, verifier := range verifiers[1:] {
			at := strings.Index(text, "\u2014 "+verifier.Name()+" ") + len("\u2014 "+verifier.Name()+" ") + 20
			changed := []byte(text)
			changed[at] ^= 1
			_, err := note.Open(changed, note.VerifierList(verifiers...))
			refuse(err)
		}
	}
}

// checkForks verifies proofs of a fork: two notes of the log, and what binds the larger one to another beginning.
func checkForks(in input, log note.Verifier) {
	for _, document := range in.Forks {
		var fork struct {
			First, Second string
			Prefix        *struct {
				Root  string
				Proof []string
			}
		}
		fail(json.Unmarshal([]byte(document), &fork))
		first, err := openTree(fork.First, log)
		fail(err)
		second, err := openTree(fork.Second, log)
		fail(err)
		if fork.Prefix == nil {
			if first.N != second.N || first.Hash == second.Hash {
				fail(errors.New("the notes do not contradict each other"))
			}
			continue
		}
		root, err := parseHash(fork.Prefix.Root)
		fail(err)
		fail(tlog.CheckTree(tlog.TreeProof(parseHashes(fork.Prefix.Proof)), second.N, second.Hash, first.N, root))
		if root == first.Hash {
			fail(errors.New("the larger tree begins with the smaller one"))
		}
	}
}
