/**
 * Whole files and folders on any file system that Hadoop knows, and what is written in them: digests and JSON
 * documents. What is on disk is whole or absent, whoever writes beside it: content is written under a name that no
 * other writer has, and comes to its place in one step. What differs from one kind of file system to the next stands in
 * {@link Storage} and {@link Publishing}. Depends on Hadoop's file system interface, Jackson and the JDK; not on Spark.
 */
@NullMarked
package io.convoy.spark.store;

import org.jspecify.annotations.NullMarked;
